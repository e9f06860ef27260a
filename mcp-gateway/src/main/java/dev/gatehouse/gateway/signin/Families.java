package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Refresh tokens: each is good once and is followed by another; one that comes again ends them all.
 * An answer may be lost, and two programs of one client may ask at once: so a token may come once
 * more within {@link Family#FORGIVEN}, as long as nothing that followed it was used. Of the two
 * that then follow it, the first that is used ends the other.
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

  /** Of families that share one by chance, one may wait for the provider's answer to another. */
  private static final int TURNS = 256;

  private static final long ENDED_MAX = 10_000;
  private static final Duration ENDED = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KeptTable table;
  private final PersonSource source;
  private final SigninEntries entries;
  private final InstantSource clock;

  /** Families whose code came twice; as long as an answer to the first may take. */
  private final Cache<String, Boolean> ended =
      Caffeine.newBuilder().maximumSize(ENDED_MAX).expireAfterWrite(ENDED).build();

  private final List<ReentrantLock> turns =
      IntStream.range(0, TURNS).mapToObj(_ -> new ReentrantLock()).toList();

  Families(KeptTable table, PersonSource source, SigninEntries entries, InstantSource clock) {
    this.table = table;
    this.source = source;
    this.entries = entries;
    this.clock = clock;
  }

  /**
   * A refresh that is allowed, and not done yet.
   *
   * @param row as it was found
   * @param family what is to be kept, by what the provider says now
   * @param used the digest of the token that came
   */
  record Turn(KeptTable.Row row, Family family, String used) {
    @Override
    public String toString() {
      return "Turn[" + family + "]";
    }
  }

  /** Begins a family, and gives its first token; throws where its code came twice meanwhile. */
  String begin(String id, Granted granted, Optional<String> renewal)
      throws RefusedException, SQLException, RecordingException {
    String secret = Handles.fresh();
    Instant now = clock.instant();
    Instant end = now.plus(renewal.isPresent() ? LIFE : LIFE_ALONE);
    Instant until = granted.person().until().filter(end::isAfter).orElse(end);
    Family family = Family.begun(granted, Handles.digest(secret), renewal);
    table.add(KeptTable.Kind.FAMILY, id, family.json(), until, now);
    if (ended.getIfPresent(id) != null) {
      endOf(id);
      throw RefusedException.grant("code-reused");
    }
    return id + "." + secret;
  }

  /** What is done for one token of a family at a time. */
  @FunctionalInterface
  interface Work<T> {
    T done() throws RefusedException, SQLException, RecordingException;
  }

  /**
   * Does it while nothing else is done for this family: providers end a session, too, whose token
   * comes twice.
   */
  <T> T alone(String token, Work<T> work)
      throws RefusedException, SQLException, RecordingException {
    ReentrantLock turn = turns.get(Math.floorMod(id(token).hashCode(), TURNS));
    try {
      if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw RefusedException.later("refresh-busy", "come back later");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw RefusedException.later("refresh-busy", "come back later");
    }
    try {
      return work.done();
    } finally {
      turn.unlock();
    }
  }

  /** Looks at a token, and asks the provider; the token stays good until {@link #turn}. */
  Turn allowed(String token, Client client, Optional<String> resource, Optional<Set<String>> scopes)
      throws RefusedException, SQLException, RecordingException {
    KeptTable.Row row = row(token).orElseThrow(() -> RefusedException.grant("refresh-unknown"));
    Family family = Family.of(row.text());
    if (!family.granted().client().equals(client.id())) {
      throw RefusedException.grant("refresh-of-another");
    }
    String used = Handles.digest(secret(token));
    requireGood(row.id(), family, used);
    if (resource.isPresent() && !resource.get().equals(family.granted().resource())) {
      throw new RefusedException("invalid_target", "resource", "it was granted for another one");
    }
    if (!family.granted().scopes().containsAll(scopes.orElse(Set.of()))) {
      throw new RefusedException("invalid_scope", "scope", "it was granted for less");
    }
    return new Turn(row, asked(row.id(), family), used);
  }

  private void requireGood(String id, Family family, String used)
      throws RefusedException, SQLException, RecordingException {
    if (!family.good().contains(used) && !family.isForgiven(used, clock.instant())) {
      // Somebody else has used it, or uses it now: nobody knows which of the two is the client.
      end(id, family, "reused");
      throw RefusedException.grant("refresh-reused");
    }
  }

  /** Takes the token for the next, which it gives. */
  String turn(Turn turn) throws RefusedException, SQLException, RecordingException {
    String secret = Handles.fresh();
    Family next = turn.family().next(turn.used(), Handles.digest(secret), clock.instant());
    if (table.replace(KeptTable.Kind.FAMILY, turn.row(), next.json(), turn.row().until())) {
      return turn.row().id() + "." + secret;
    }
    // The same client at the same moment: once that is forgiven, as it is a moment later.
    KeptTable.Row row =
        table
            .find(KeptTable.Kind.FAMILY, turn.row().id())
            .orElseThrow(() -> RefusedException.grant("refresh-unknown"));
    Family family = Family.of(row.text());
    requireGood(row.id(), family, turn.used());
    next = family.next(turn.used(), Handles.digest(secret), clock.instant());
    if (!table.replace(KeptTable.Kind.FAMILY, row, next.json(), row.until())) {
      end(row.id(), family, "reused");
      throw RefusedException.grant("refresh-reused");
    }
    return row.id() + "." + secret;
  }

  /** Keeps what the provider said, with which it is asked the next time, where no turn follows. */
  void keep(Turn turn) throws SQLException {
    // Where another was faster, it has kept what the provider said to it.
    boolean _ =
        table.replace(KeptTable.Kind.FAMILY, turn.row(), turn.family().json(), turn.row().until());
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
          family.saidAgain(
              new Granted(granted.client(), person, granted.resource(), granted.scopes()), renewal);
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
    // It may not have begun yet.
    ended.put(id, Boolean.TRUE);
    Optional<KeptTable.Row> row = table.find(KeptTable.Kind.FAMILY, id);
    if (row.isPresent()) {
      end(id, Family.of(row.get().text()), "code-reused");
    }
  }

  private void end(String id, Family family, String reason)
      throws SQLException, RecordingException {
    // If we crash here there is an end in the log of what ends the next time.
    entries.ended(family.granted(), reason);
    boolean _ = table.remove(KeptTable.Kind.FAMILY, id);
  }

  private Optional<KeptTable.Row> row(String token) throws SQLException {
    return table
        .find(KeptTable.Kind.FAMILY, id(token))
        .filter(row -> row.until().isAfter(clock.instant()));
  }

  private static String id(String token) {
    return token.substring(0, Math.max(0, token.indexOf('.')));
  }

  private static String secret(String token) {
    return token.substring(token.indexOf('.') + 1);
  }
}
