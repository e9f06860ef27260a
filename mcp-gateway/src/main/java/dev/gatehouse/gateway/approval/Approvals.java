package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.ApprovalStore.Stored;
import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.Ulid;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The calls that wait for people, of all gateways that share a store.
 *
 * <p>Guarantee: what a method returned from is durable, but for what {@link #ended} is told, which
 * is tried again until it is. Errors: {@link RecordingException} where the store cannot be used:
 * nothing may run. Thread-safe.
 */
public final class Approvals implements AutoCloseable {
  private final Rows rows;
  private final ApprovalStore store;
  private final Watches watches;
  private final Polling polling;
  private final Spending spending;
  private final Asking asking;
  private final Forgetting forgetting;
  private final Sweeping sweeping;
  private final Nodes nodes;
  private final InstantSource clock;
  private final boolean isShared;

  Approvals(Database database, boolean isShared, Surroundings with, Room room) {
    this.clock = with.clock();
    this.isShared = isShared;
    this.rows = new Rows(database);
    this.watches = new Watches(clock);
    SecureRandom random = new SecureRandom();
    OwedSteps owed = new OwedSteps(rows);
    Telling telling = new Telling(owed, with.trail(), with.announcer());
    ApprovalTable table = new ApprovalTable(rows, room);
    this.store = new ApprovalStore(table, new RowSeal(with.key()), watches, telling, clock);
    this.polling = new Polling(table, store, watches);
    this.nodes = new Nodes(rows, with.node() + '/' + Ulid.next(clock.instant(), random));
    this.spending = new Spending(store, telling, nodes.self(), clock);
    this.asking = new Asking(store, telling, clock, random);
    this.forgetting = new Forgetting(store);
    this.sweeping = new Sweeping(rows, store, spending, telling, owed, nodes, room, clock);
  }

  /** In this file, which one gateway has open. */
  public static Approvals inFile(Path file, Surroundings surroundings) {
    Room room = Room.standard(surroundings.keep());
    return new Approvals(ApprovalSchema.inFile(file), false, surroundings, room);
  }

  /** In the database that gateways share. */
  public static Approvals inPostgres(PostgresAccess access, Surroundings surroundings) {
    Room room = Room.standard(surroundings.keep());
    return new Approvals(ApprovalSchema.inPostgres(access), true, surroundings, room);
  }

  /**
   * Makes the tables where that is ours to do, and says of runs that an earlier start of this
   * gateway did not see the end of that nobody knows it. To be called once, before anything else.
   */
  public void open() throws RecordingException {
    stored(
        () -> {
          nodes.beat();
          sweeping.orphans();
          return true;
        });
  }

  /**
   * The approval on which this call depends: an open one of the same binding, or one whose end the
   * client has not heard (a run under way, a kept reply, an unknown outcome; a denial, once), else
   * a new one.
   *
   * @throws ApprovalsFullException where a limit is reached, which it names
   */
  public Standing ask(Request request) throws ApprovalsFullException, RecordingException {
    try {
      return asking.ask(request);
    } catch (SQLException e) {
      throw cannot(e);
    }
  }

  /** As it stands now. */
  public Optional<Approval> find(String id) throws RecordingException {
    return stored(() -> store.find(id).map(it -> it.approval().at(clock.instant())));
  }

  /** As they stand now, the newest first. */
  public List<Approval> list(Listing listing) throws RecordingException {
    return stored(
        () -> {
          // What has expired is stored as pending until somebody looks.
          sweeping.age();
          Instant now = clock.instant();
          return store.list(listing).stream()
              .map(approval -> approval.at(now))
              .filter(it -> listing.states().isEmpty() || listing.states().contains(it.state()))
              .toList();
        });
  }

  /** Lets an event happen, or says why it does not. */
  public Outcome happened(String id, Event event) throws RecordingException {
    return stored(
        () -> {
          for (int i = 0; i < Spending.TRIES_MAX; i++) {
            Optional<Stored> found = store.find(id);
            if (found.isEmpty()) {
              String unknown = "there is no approval `" + id + "`";
              return new Outcome.Refused(unknown, Optional.empty());
            }
            // Time's part is a change of its own: it stays also where the event is refused.
            Optional<Stored> settled = store.settled(found.get());
            if (settled.isPresent()) {
              Optional<Outcome> outcome = tried(settled.get().approval(), event);
              if (outcome.isPresent()) {
                return outcome.get();
              }
            }
          }
          throw Spending.busy(id);
        });
  }

  private Optional<Outcome> tried(Approval before, Event event) throws SQLException {
    return switch (Transitions.apply(before, event, clock.instant())) {
      case Change.Same same -> Optional.of(new Outcome.Done(same.approval()));
      case Change.Refused(Approval as, String why) ->
          Optional.of(new Outcome.Refused(why, Optional.of(as)));
      case Change.Stepped(Approval after) -> store.stepped(before, after).map(Outcome.Done::new);
    };
  }

  /**
   * Takes a grant for one run of a call of this binding; only behind that it may run.
   *
   * @param exchange the id of the one that runs it, of its own for each
   * @throws RecordingException where that could not be recorded: the call must not run, and the
   *     grant is used up with an unknown outcome
   */
  public Spent spend(String id, String bindingKey, String exchange) throws RecordingException {
    return stored(() -> spending.spend(id, bindingKey, exchange));
  }

  /**
   * Goes on with a run whose upstream asked its client something: once for each question.
   *
   * @param exchange the id of the one in which it goes on
   * @param asked the outcome with which it was put aside
   * @throws RecordingException as for {@link #spend}
   */
  public Spent resume(String id, String bindingKey, String exchange, String asked)
      throws RecordingException {
    return stored(() -> spending.resume(id, bindingKey, exchange, asked));
  }

  /**
   * Says how a run ended; what cannot be kept now is tried again by {@link #sweep}.
   *
   * @param outcome {@link Run#REPLIED}, {@link Run#FAILED}, {@link Run#UNKNOWN}, or what begins
   *     with {@link Run#ASKS}
   * @param reply what the client is to get, now or by calling again; empty for nothing
   */
  public void ended(String id, String exchange, String outcome, String reply) {
    spending.ended(new Spending.End(id, exchange, outcome, reply));
  }

  /** The reply of the latest run, as long as it was not delivered, and not for ever. */
  public Optional<String> keptReply(String id) throws RecordingException {
    return stored(() -> store.reply(id));
  }

  /**
   * Hears that a client was told how it ended: a reply, a denial, an unknown outcome; the next call
   * is a new request.
   */
  public void delivered(String id) throws RecordingException {
    stored(
        () -> {
          store.told(id, false);
          return true;
        });
  }

  /** The same of a client that may ask again: the reply is kept as long as any is. */
  public void shown(String id) throws RecordingException {
    stored(
        () -> {
          store.told(id, true);
          return true;
        });
  }

  /**
   * Waits until an approval is not of this version any more, at most until a time.
   *
   * @return as it stands then
   * @throws RecordingException also where there is none of this id
   */
  public Approval await(String id, long version, Instant until)
      throws InterruptedException, RecordingException {
    Watches.Watch watch = watches.join(id);
    try {
      if (isShared) {
        polling.wanted();
      }
      // The first of its waiters reads it; the others see what that one saw.
      if (watch.latest().isEmpty()) {
        watches.saw(required(id));
      }
      while (true) {
        watches.await(watch, version, until);
        Approval seen = watch.latest().orElseThrow();
        Instant now = clock.instant();
        if (seen.version() == version && !seen.due().isAfter(now)) {
          // Time changed it: whoever makes that durable wakes the others.
          stored(() -> store.settled(new Stored(seen, false)));
          watches.saw(required(id));
        } else if (seen.version() != version || !now.isBefore(until) || watches.hasEnded()) {
          return seen;
        }
      }
    } finally {
      watches.leave(id);
    }
  }

  /** Ends all waits, and lets none begin: the gateway stops. What waits goes on without it. */
  public void endWaits() {
    watches.end();
  }

  /** Whether waits have ended for good. */
  public boolean hasEndedWaits() {
    return watches.hasEnded();
  }

  private Approval required(String id) throws RecordingException {
    return stored(
        () ->
            store
                .find(id)
                .map(Stored::approval)
                .orElseThrow(() -> new DatabaseException("there is no approval `" + id + "`")));
  }

  /**
   * Does what is due: ends what expired, escalates, records and announces what could not be, says
   * of runs of gateways that are gone that nobody knows their end, and removes what is old. To be
   * called every few seconds; never throws.
   */
  public void sweep() {
    sweeping.sweep();
  }

  /**
   * Forgets what a person asked for, where it is over: what was asked, justified and answered.
   *
   * @param requester the name, or {@link Requester#owner()}
   */
  public Forgotten forget(String requester) throws RecordingException {
    return stored(() -> forgetting.forget(requester));
  }

  @FunctionalInterface
  private interface Work<T> {
    T done() throws SQLException, RecordingException;
  }

  private static <T> T stored(Work<T> work) throws RecordingException {
    try {
      return work.done();
    } catch (SQLException e) {
      throw cannot(e);
    }
  }

  private static RecordingException cannot(SQLException e) {
    return new RecordingException(
        "the table of approvals cannot be used: " + DatabaseException.told(e), e);
  }

  @Override
  public void close() {
    polling.close();
    rows.close();
  }
}
