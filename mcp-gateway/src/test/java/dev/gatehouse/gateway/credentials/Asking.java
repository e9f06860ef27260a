package dev.gatehouse.gateway.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Authorization.Refusal;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.Subject;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** Asks for credentials as a transport does. */
final class Asking {
  static final Conversation NOBODY = of(new Subject.Gateway());

  private Asking() {}

  static Conversation of(Subject subject) {
    return new Conversation(
        "k", new RequestMetadata("2026-07-28", Optional.empty(), "{}", Optional.empty()), subject);
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  /** The value of the header that the next request shows. */
  static String shown(Authorization authorization) throws Exception {
    return shown(authorization, NOBODY);
  }

  static String shown(Authorization authorization, Conversation conversation) throws Exception {
    return header(authorization.credential(conversation, soon()));
  }

  /** The value of the header that a refused request shows the second time; empty where none. */
  static String again(Authorization authorization, String shown, String... challenges)
      throws Exception {
    Credential before =
        shown.isEmpty() ? Credential.NONE : Credential.header("Authorization", shown);
    return authorization
        .refused(NOBODY, before, new Refusal(401, List.of(challenges)), soon())
        .map(Asking::header)
        .orElse("");
  }

  /** What a request shows the second time that the upstream forbids. */
  static Optional<Credential> forbidden(
      Authorization authorization, String shown, String... challenges) throws Exception {
    return authorization.refused(
        NOBODY,
        Credential.header("Authorization", shown),
        new Refusal(403, List.of(challenges)),
        soon());
  }

  static UpstreamException refused(Kind kind, Executable executable) {
    UpstreamException e = assertThrows(UpstreamException.class, executable);
    assertEquals(kind, e.kind(), e.problem());
    assertFalse(e.toString().contains("planted"), e.toString());
    return e;
  }

  private static String header(Credential credential) {
    return credential.headers().getOrDefault("Authorization", "");
  }
}
