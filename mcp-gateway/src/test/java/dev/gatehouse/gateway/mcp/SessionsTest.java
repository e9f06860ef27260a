package dev.gatehouse.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.RequestMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Which sessions end where there are too many. */
class SessionsTest {
  private static final RequestMetadata METADATA =
      new RequestMetadata("2025-11-25", Optional.empty(), "{}", Optional.empty());

  private final List<String> ended = new ArrayList<>();

  /** No two sessions are as old as each other. */
  private final AtomicLong millis = new AtomicLong();

  private final Sessions sessions =
      new Sessions(
          () -> Instant.ofEpochMilli(millis.incrementAndGet()),
          new SessionIds(new SecretKeySpec(new byte[32], "HmacSHA256")),
          (_, _, _, _) -> Optional.empty(),
          3,
          Duration.ofMinutes(1),
          ended::add);

  private String open(String principal) {
    return sessions.open(principal, "/mcp", METADATA, false, 0).id();
  }

  private boolean isOpen(String principal, String id) {
    return sessions.find(id, principal, "/mcp").isPresent();
  }

  @Test
  void whoBeginsManyEndsNobodyElses() {
    String one = open("ada");
    List<String> begun = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      begun.add(open("mallory"));
    }
    assertTrue(isOpen("ada", one));
    assertEquals(begun.subList(0, 48), ended);
  }

  @Test
  void ofOneThatHasTheMostTheOldestEndsFirst() {
    String first = open("ada");
    String second = open("grace");
    String third = open("ada");
    String fourth = open("ada");
    assertEquals(List.of(first), ended);
    assertTrue(isOpen("grace", second) && isOpen("ada", third) && isOpen("ada", fourth));
  }
}
