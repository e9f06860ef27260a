package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.ApprovalRow.Found;
import dev.gatehouse.gateway.approval.ApprovalTable.Added;
import dev.gatehouse.gateway.approval.ApprovalTable.Replacing;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Ulid;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Approvals as they are read and replaced; whoever replaces one shows it to who waits for it. */
final class ApprovalStore {
  private final ApprovalTable table;
  private final RowSeal seal;
  private final Watches watches;
  private final Telling telling;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  ApprovalStore(
      ApprovalTable table, RowSeal seal, Watches watches, Telling telling, InstantSource clock) {
    this.table = table;
    this.seal = seal;
    this.watches = watches;
    this.telling = telling;
    this.clock = clock;
  }

  /**
   * An approval as it is stored.
   *
   * @param told whether a client knows how it ended
   */
  record Stored(Approval approval, boolean told) {}

  Optional<Stored> find(String id) throws SQLException {
    return stored(table.find(id));
  }

  /** The one to which calls of this binding attach. */
  Optional<Stored> live(String key) throws SQLException {
    return stored(table.live(bound(key)));
  }

  /** The latest of this binding. */
  Optional<Stored> latest(String key) throws SQLException {
    return stored(table.latest(bound(key)));
  }

  /** The latest of this caller and tool. */
  Optional<Stored> latest(Requester requester, Listing.Tool tool) throws SQLException {
    KeyedDigest digests = seal.digests();
    return stored(table.latest(digests.of("owner", requester.owner()), digests.of(tool)));
  }

  private String bound(String key) {
    return seal.digests().of("bound", key);
  }

  private Optional<Stored> stored(Optional<Found> row) throws SQLException {
    return row.isPresent()
        ? Optional.of(new Stored(seal.approval(row.get()), row.get().told()))
        : Optional.empty();
  }

  List<Approval> list(Listing listing) throws SQLException {
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    List<Object> parameters = new ArrayList<>();
    if (!listing.states().isEmpty()) {
      conditions.add("state IN (" + Rows.marks(listing.states().size()) + ")");
      listing.states().forEach(state -> parameters.add(state.name()));
    }
    if (listing.owner().isPresent()) {
      conditions.add("owner = ?");
      parameters.add(seal.digests().of("owner", listing.owner().get()));
    }
    if (listing.tool().isPresent()) {
      conditions.add("tool = ?");
      parameters.add(seal.digests().of(listing.tool().get()));
    }
    if (!listing.before().isEmpty()) {
      conditions.add("id < ?");
      parameters.add(listing.before());
    }
    if (listing.groups().isPresent()) {
      List<String> groups = listing.groups().get().stream().map(seal::group).toList();
      conditions.add(
          groups.isEmpty()
              ? "1 = 0"
              : "EXISTS (SELECT 1 FROM say WHERE say.id = approval.id AND say.since <= ?"
                  + (" AND say.team IN (" + Rows.marks(groups.size()) + "))"));
      if (!groups.isEmpty()) {
        parameters.add(clock.instant().toEpochMilli());
        parameters.addAll(groups);
      }
    }
    parameters.add(listing.limit());
    return approvals(
        table.where(String.join(" AND ", conditions) + " ORDER BY id DESC LIMIT ?", parameters));
  }

  /** Of this person, by name or as {@link Requester#owner()}. */
  List<Approval> of(String requester, String behind, int limit) throws SQLException {
    KeyedDigest digests = seal.digests();
    return approvals(
        table.where(
            "(person = ? OR owner = ?) AND id > ? ORDER BY id LIMIT ?",
            List.of(
                digests.of("person", requester), digests.of("owner", requester), behind, limit)));
  }

  /** Those that time has changed, the earliest first. */
  List<String> due(Instant now, int limit) throws SQLException {
    return table.ids("due <= ? ORDER BY due LIMIT ?", List.of(now.toEpochMilli(), limit));
  }

  private List<Approval> approvals(List<Found> rows) throws SQLException {
    List<Approval> approvals = new ArrayList<>();
    for (Found row : rows) {
      approvals.add(seal.approval(row));
    }
    return approvals;
  }

  /** Adds the first version; empty where another of its binding is there. */
  Optional<Approval> added(Approval first) throws SQLException, ApprovalsFullException {
    Added added =
        table.add(seal.row(first, 1), seal.says(first), mark(clock.instant()), clock.instant());
    return switch (added) {
      case ADDED -> Optional.of(first);
      case TAKEN -> Optional.empty();
    };
  }

  /**
   * Puts the next version in place of one; its steps are still to be told.
   *
   * @param isNews whether a client has to hear of it
   * @param reply what a client gets; at most one
   * @return it, or empty where another was faster
   */
  Optional<Approval> replaced(Approval before, Approval after, boolean isNews, List<String> reply)
      throws SQLException {
    Instant now = clock.instant();
    long version = before.version() + 1;
    List<Integer> steps =
        IntStream.rangeClosed(before.steps().size() + 1, after.steps().size()).boxed().toList();
    List<Bytes> sealed = new ArrayList<>();
    for (String text : reply) {
      sealed.add(seal.reply(before.id(), text));
    }
    ApprovalRow row = seal.row(after, version);
    if (!table.replace(new Replacing(row, mark(now), steps, isNews, now), sealed)) {
      return Optional.empty();
    }
    Approval replaced = after.in(version);
    watches.saw(replaced);
    return Optional.of(replaced);
  }

  /** The same, and tells of the steps. */
  Optional<Approval> stepped(Approval before, Approval after) throws SQLException {
    Optional<Approval> replaced = replaced(before, after, false, List.of());
    replaced.ifPresent(it -> telling.tell(it, Telling.behind(it, before.steps().size())));
    return replaced;
  }

  /** The approval with what time has done to it, which is durable then. */
  Optional<Stored> settled(Stored stored) throws SQLException {
    Approval approval = stored.approval();
    Approval aged = approval.at(clock.instant());
    if (aged.steps().size() == approval.steps().size()) {
      return Optional.of(stored);
    }
    return stepped(approval, aged).map(it -> new Stored(it, stored.told()));
  }

  /** Forgets the texts of one that is over; whether it was of this version. */
  boolean scrubbed(Approval approval, Approval bare) throws SQLException {
    ApprovalRow row = seal.row(bare, approval.version() + 1);
    return table.scrub(row, mark(clock.instant()));
  }

  Optional<String> reply(String id) throws SQLException {
    Optional<Bytes> sealed = table.reply(id);
    return sealed.isPresent() ? Optional.of(seal.reply(id, sealed.get())) : Optional.empty();
  }

  void told(String id, boolean keepsReply) throws SQLException {
    table.told(id, keepsReply);
  }

  void postpone(String id, Instant until) throws SQLException {
    table.postpone(id, until);
  }

  private String mark(Instant now) {
    return Ulid.next(now, random);
  }
}
