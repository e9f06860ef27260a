package dev.gatehouse.gateway.signin;

import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Refresh tokens: each is good once and is followed by another; one that comes again ends them all.
 *
 * <p>Groups come from the provider and end with it: where it can be asked again, it is asked at
 * every refresh, and its no ends the family; where it cannot, the family is over soon. Thread-safe.
 *
 * <p>Source: OAuth 2.1 §4.3.1; RFC 9700 §4.14.
 */
final class Families {
  /** Where the provider is asked at every refresh. */
  private static final Duration LIFE = Duration.ofDays(30);

  /** Where it cannot be asked, what it said of somebody is believed for so long. */
  private static final Duration LIFE_ALONE = Duration.ofHours(1);

  private final KeptTable table;
  private final PersonSource source;
  private final SigninEntries entries;
  private final InstantSource clock;

  Families(KeptTable table, PersonSource source, SigninEntries entries, InstantSource clock) {
    this.table = table;
    this.source = source;
    this.entries = entries;
    this.clock = clock;
  }

  /** What a refresh gives. */
  record Refreshed(Granted granted, String token) {
    @Override
    public String toString() {
      return "Refreshed[" + granted + "]";
    }
  }

  /** Begins a family, and gives its first token. */
  String begin(String id, Granted granted, Optional<String> renewal) throws SQLException {
    String secret = Handles.fresh();
    Instant now = clock.instant();
    Instant end = now.plus(renewal.isPresent() ? LIFE : LIFE_ALONE);
    Instant until = granted.person().until().filter(end::isAfter).orElse(end);
    Family family = new Family(granted, Handles.digest(secret), renewal);
    table.add(KeptTable.Kind.FAMILY, id, family.json(), until, now);
    return id + "." + secret;
  }

  /** Takes a token for the next. */
  Refreshed refresh(
      String token, Client client, Optional<String> resource, Optional<Set<String>> scopes)
      throws RefusedException, SQLException, RecordingException {
    KeptTable.Row row = row(token).orElseThrow(() -> RefusedException.grant("refresh-unknown"));
    Family family = Family.of(row.text());
    if (!family.granted().client().equals(client.id())) {
      throw RefusedException.grant("refresh-of-another");
    }
    if (!Handles.same(family.digest(), Handles.digest(secret(token)))) {
      // Somebody else has used it, or uses it now: nobody knows which of the two is the client.
      end(row.id(), family, "reused");
      throw RefusedException.grant("refresh-reused");
    }
    if (resource.isPresent() && !resource.get().equals(family.granted().resource())) {
      throw new RefusedException("invalid_target", "resource", "it was granted for another one");
    }
    if (!family.granted().scopes().containsAll(scopes.orElse(Set.of()))) {
      throw new RefusedException("invalid_scope", "scope", "it was granted for less");
    }
    Family asked = asked(row.id(), family);
    String secret = Handles.fresh();
    Family next = new Family(asked.granted(), Handles.digest(secret), asked.renewal());
    if (!table.replace(KeptTable.Kind.FAMILY, row, next.json(), row.until())) {
      end(row.id(), family, "reused");
      throw RefusedException.grant("refresh-reused");
    }
    return new Refreshed(next.granted(), row.id() + "." + secret);
  }

  /** The same with what the provider says now. */
  private Family asked(String id, Family family)
      throws RefusedException, SQLException, RecordingException {
    if (family.renewal().isEmpty()) {
      return family;
    }
    Granted granted = family.granted();
    return switch (source.renew(family.renewal().get(), granted.person().subject())) {
      case PersonSource.Renewed.Still(Person person, String renewal) ->
          new Family(
              new Granted(granted.client(), person, granted.resource(), granted.scopes()),
              family.digest(),
              Optional.of(renewal));
      case PersonSource.Renewed.Over(String _) -> {
        end(id, family, "provider");
        throw RefusedException.grant("provider-refused");
      }
      case PersonSource.Renewed.Away() ->
          throw RefusedException.later("provider-away", "the company's sign-in does not answer");
    };
  }

  /** Ends the family of this token, if the client has it. */
  void revoke(String token, Client client) throws SQLException, RecordingException {
    Optional<KeptTable.Row> row = row(token);
    if (row.isPresent()) {
      Family family = Family.of(row.get().text());
      if (family.granted().client().equals(client.id())) {
        end(row.get().id(), family, "revoked");
      }
    }
  }

  /** Ends a family that came of a code which was used twice. */
  void endOf(String id) throws SQLException, RecordingException {
    Optional<KeptTable.Row> row = table.find(KeptTable.Kind.FAMILY, id);
    if (row.isPresent()) {
      end(id, Family.of(row.get().text()), "code-reused");
    }
  }

  private void end(String id, Family family, String reason)
      throws SQLException, RecordingException {
    if (table.remove(KeptTable.Kind.FAMILY, id)) {
      entries.ended(family.granted(), reason);
    }
  }

  private Optional<KeptTable.Row> row(String token) throws SQLException {
    int dot = token.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : table
            .find(KeptTable.Kind.FAMILY, token.substring(0, dot))
            .filter(row -> row.until().isAfter(clock.instant()));
  }

  private static String secret(String token) {
    return token.substring(token.indexOf('.') + 1);
  }
}
