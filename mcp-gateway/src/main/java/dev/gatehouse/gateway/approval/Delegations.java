package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;

/**
 * Who decides in whose place while they are away.
 *
 * <p>Guarantee: nobody stands in before the log says so; each delegation has an end that was fixed
 * when it began. Whoever stands in is still one person, and votes with the groups of one who is
 * away only where that one has no other part in the call. Thread-safe.
 */
public final class Delegations implements AutoCloseable {
  /** The secret of a log that seals its rows. */
  public static final String SECRET = "delegations";

  private static final int NAME_CHARACTERS_MAX = 256;

  private final DelegationTable table;
  private final DelegationEntries entries;
  private final InstantSource clock;

  private Delegations(DelegationTable table, EntryLog log, InstantSource clock) {
    this.table = table;
    this.entries = new DelegationEntries(log);
    this.clock = clock;
  }

  /** Those of one gateway; the file is made by the first. */
  public static Delegations inFile(Path file, EntryLog log, InstantSource clock) {
    return new Delegations(DelegationTable.inFile(file, key(log)), log, clock);
  }

  /** Those of all gateways that share a log. */
  public static Delegations inPostgres(PostgresAccess access, EntryLog log, InstantSource clock) {
    return new Delegations(DelegationTable.inPostgres(access, key(log)), log, clock);
  }

  private static SecretKey key(EntryLog log) {
    return log.secret(SECRET);
  }

  /**
   * Somebody will be away, and another decides in their place; one that they gave before ends.
   *
   * <p>Errors: {@code IllegalArgumentException}, in a sentence, where that cannot be.
   *
   * @param reason the person's words; may be empty
   */
  public Delegation give(Person from, StandIn to, Instant until, String reason)
      throws RecordingException, SQLException {
    String standIn = to.name();
    Optional<String> issuer = to.issuer();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    require(from, standIn, issuer, until, now);
    Delegation delegation =
        new Delegation(from, standIn, issuer, now, until.truncatedTo(ChronoUnit.MILLIS), reason);
    // If we crash behind this, the log names somebody who does not stand in: the person sees that.
    entries.given(delegation);
    table.put(delegation, now);
    return delegation;
  }

  private static void require(
      Person from, String standIn, Optional<String> issuer, Instant until, Instant now) {
    if (from.isOwner()) {
      throw new IllegalArgumentException(
          "nobody can stand in here: this gateway knows nobody but its owner");
    }
    boolean isName =
        !standIn.isBlank()
            && standIn.length() <= NAME_CHARACTERS_MAX
            && standIn.chars().noneMatch(Character::isISOControl);
    if (!isName) {
      throw new IllegalArgumentException("whoever stands in expected to be named");
    }
    if (standIn.equals(from.name()) && issuer.equals(from.issuer())) {
      throw new IllegalArgumentException("nobody stands in for themself");
    }
    if (!until.isAfter(now)) {
      throw new IllegalArgumentException("the end of an absence expected to be in the future");
    }
    if (until.isAfter(now.plus(Delegation.LENGTH_MAX))) {
      throw new IllegalArgumentException(
          "an absence of at most %d days expected; it can be given again when it is over"
              .formatted(Delegation.LENGTH_MAX.toDays()));
    }
  }

  /**
   * Somebody is back.
   *
   * @param by who says so
   * @return what ended; nothing where nothing was in force
   */
  public Optional<Delegation> end(Person from, String by) throws RecordingException, SQLException {
    Optional<Delegation> found =
        all().stream().filter(each -> each.from().isSame(from)).findFirst();
    if (found.isPresent() && table.remove(found.get().from())) {
      // If we crash here, nobody stands in any more, and the log knows its end at the latest.
      entries.ended(found.get(), by);
      return found;
    }
    return Optional.empty();
  }

  /** Those in force, the next to end first. */
  public List<Delegation> all() throws SQLException {
    Instant now = clock.instant();
    return table.after(now).stream().filter(each -> each.isInForce(now)).toList();
  }

  /**
   * For whom a person decides about a call: for who is away, has no part in it, and adds most to
   * the groups that are asked; nothing where the person's own groups are all that can be brought.
   */
  public Optional<Person> forWhom(Person by, Approval approval) throws SQLException {
    if (by.isOwner()) {
      return Optional.empty();
    }
    Set<String> asked =
        approval.deciders().stream()
            .filter(group -> !by.groups().contains(group))
            .collect(Collectors.toUnmodifiableSet());
    return all().stream()
        .filter(each -> each.isTo(by))
        .map(Delegation::from)
        .filter(away -> away.groups().stream().anyMatch(asked::contains))
        .filter(away -> !approval.isAskedBy(away))
        .filter(away -> approval.votes().stream().noneMatch(vote -> vote.isOf(away)))
        .max(
            Comparator.<Person>comparingLong(
                    away -> away.groups().stream().filter(asked::contains).count())
                .thenComparing(Person::name));
  }

  /**
   * Forgets a person, whoever names them so: nobody stands in for them, nor they for anybody.
   *
   * @return how many delegations that ended
   */
  public int forget(String name) throws SQLException {
    int ended = 0;
    for (Delegation each : all()) {
      boolean isMeant = each.from().name().equals(name) || each.standIn().equals(name);
      if (isMeant && table.remove(each.from())) {
        ended++;
      }
    }
    return ended;
  }

  /** What a fault of the table may be told as. */
  public static String told(SQLException e) {
    return DatabaseException.told(e);
  }

  @Override
  public void close() {
    table.close();
  }
}
