package dev.gatehouse.gateway.signin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which clients a person has let in, in this browser, so as not to be asked again.
 *
 * <p>Only where the answer goes to an https address: on the browser's own machine any program may
 * pretend to be the one that was let in. Thread-safe.
 *
 * <p>Source: RFC 8252 §8.6; MCP security best practices, confused deputy.
 */
final class Consents {
  static final Duration LIFE = Duration.ofDays(30);

  /** Of one person; the oldest goes. */
  private static final int APPROVALS_MAX = 50;

  private final KeptTable table;
  private final InstantSource clock;

  private record Approval(String client, String redirect, Set<String> scopes) {
    boolean isFor(Wanted wanted) {
      return client.equals(wanted.client().id())
          && wanted.target() instanceof Wanted.Target.Redirect to
          && redirect.equals(to.address());
    }
  }

  private record Kept(String subject, List<Approval> approvals) {}

  Consents(KeptTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  /** Whether an answer to this may be remembered at all. */
  static boolean isRemembered(Wanted wanted) {
    return switch (wanted.target()) {
      case Wanted.Target.Redirect to -> !Redirects.isHere(to.address());
      case Wanted.Target.Device _ -> false;
    };
  }

  /** Who has said yes to this before. */
  Optional<String> given(Optional<String> cookie, Wanted wanted) throws SQLException {
    if (!isRemembered(wanted)) {
      return Optional.empty();
    }
    return kept(cookie)
        .filter(
            kept ->
                kept.approvals().stream()
                    .anyMatch(
                        each -> each.isFor(wanted) && each.scopes().containsAll(wanted.scopes())))
        .map(Kept::subject);
  }

  /** Remembers a yes, and gives the cookie's new value. */
  String remember(Optional<String> cookie, Person person, Wanted wanted) throws SQLException {
    List<Approval> approvals = new ArrayList<>();
    if (wanted.target() instanceof Wanted.Target.Redirect to) {
      approvals.add(new Approval(wanted.client().id(), to.address(), wanted.scopes()));
    }
    Optional<Kept> before = kept(cookie).filter(it -> it.subject().equals(person.subject()));
    before.ifPresent(
        it -> it.approvals().stream().filter(each -> !each.isFor(wanted)).forEach(approvals::add));
    String value = Handles.fresh();
    Instant now = clock.instant();
    table.add(
        KeptTable.Kind.CONSENT,
        Handles.digest(value),
        json(
            new Kept(
                person.subject(), approvals.subList(0, Math.min(approvals.size(), APPROVALS_MAX)))),
        now.plus(LIFE),
        now);
    if (cookie.isPresent()) {
      boolean _ = table.remove(KeptTable.Kind.CONSENT, Handles.digest(cookie.get()));
    }
    return value;
  }

  private Optional<Kept> kept(Optional<String> cookie) throws SQLException {
    if (cookie.isEmpty()) {
      return Optional.empty();
    }
    return table
        .find(KeptTable.Kind.CONSENT, Handles.digest(cookie.get()))
        .filter(row -> row.until().isAfter(clock.instant()))
        .map(row -> read(JsonDocuments.object(row.text())));
  }

  private static Kept read(JsonObject json) {
    return new Kept(
        json.getString("subject"),
        json.getJsonArray("approvals").getValuesAs(JsonObject.class).stream()
            .map(
                each ->
                    new Approval(
                        each.getString("client"),
                        each.getString("redirect"),
                        Set.copyOf(each.getJsonArray("scopes").getValuesAs(JsonString::getString))))
            .toList());
  }

  private static String json(Kept kept) {
    JsonArrayBuilder approvals = Json.createArrayBuilder();
    for (Approval each : kept.approvals()) {
      approvals.add(
          Json.createObjectBuilder()
              .add("client", each.client())
              .add("redirect", each.redirect())
              .add("scopes", Json.createArrayBuilder(each.scopes())));
    }
    return Json.createObjectBuilder()
        .add("subject", kept.subject())
        .add("approvals", approvals)
        .build()
        .toString();
  }
}
