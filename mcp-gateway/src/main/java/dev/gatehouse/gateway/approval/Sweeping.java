package dev.gatehouse.gateway.approval;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.gateway.approval.ApprovalStore.Stored;
import dev.gatehouse.gateway.approval.Nodes.Running;
import dev.gatehouse.gateway.approval.OwedSteps.Owed;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Does what is due to approvals, piece by piece: a piece that fails holds up none of the others,
 * and comes again. Thread-safe.
 */
final class Sweeping {
  private static final Logger LOG = System.getLogger(Sweeping.class.getName());

  /** Of one kind of work in one sweep. */
  private static final int EACH = 500;

  /** Of runs under way in all gateways. */
  private static final int RUNNING_MAX = 20_000;

  /** When a row is looked at again that cannot be worked on. */
  private static final Duration UNREADABLE = Duration.ofHours(1);

  private final Rows rows;
  private final ApprovalStore store;
  private final Spending spending;
  private final Telling telling;
  private final OwedSteps owed;
  private final Nodes nodes;
  private final Room room;
  private final InstantSource clock;

  Sweeping(
      Rows rows,
      ApprovalStore store,
      Spending spending,
      Telling telling,
      OwedSteps owed,
      Nodes nodes,
      Room room,
      InstantSource clock) {
    this.rows = rows;
    this.store = store;
    this.spending = spending;
    this.telling = telling;
    this.owed = owed;
    this.nodes = nodes;
    this.room = room;
    this.clock = clock;
  }

  @FunctionalInterface
  private interface Piece {
    void run() throws SQLException, RecordingException;
  }

  void sweep() {
    piece("beat", nodes::beat);
    piece("late", spending::again);
    piece("due", this::age);
    piece("runs", this::orphans);
    piece("owed", this::tell);
    piece("tidy", () -> rows.write(0, open -> room.tidied(open, clock.instant())));
  }

  private static boolean piece(String name, Piece piece) {
    try {
      piece.run();
      return true;
    } catch (SQLException | RecordingException | RuntimeException e) {
      LOG.log(WARNING, "event=approvals-not-swept piece=" + name + " cause=" + Telling.cause(e));
      return false;
    }
  }

  /** Ends what expired, and escalates. */
  void age() throws SQLException {
    Instant now = clock.instant();
    for (String id : store.due(now, EACH)) {
      boolean isDone =
          piece(
              "due",
              () -> {
                Optional<Stored> stored = store.find(id);
                if (stored.isPresent()) {
                  store.settled(stored.get());
                }
              });
      if (!isDone) {
        // Else so many of these would hide all others.
        piece("postpone", () -> store.postpone(id, now.plus(UNREADABLE)));
      }
    }
  }

  /** Says of runs whose gateway is gone, or knows nothing of them, that nobody knows their end. */
  void orphans() throws SQLException {
    Set<String> gone = nodes.gone(clock.instant());
    Set<String> ids = new HashSet<>();
    for (Running run : nodes.running(RUNNING_MAX)) {
      if (isLost(gone, run.node(), run.exchange())) {
        ids.add(run.id());
      }
    }
    boolean all = true;
    for (String id : ids) {
      all &=
          piece(
              "runs", () -> spending.orphans(id, run -> isLost(gone, run.node(), run.exchange())));
    }
    if (all) {
      nodes.forget(gone);
    }
  }

  private boolean isLost(Set<String> gone, String node, String exchange) {
    return node.equals(nodes.self()) ? !spending.isHere(exchange) : gone.contains(node);
  }

  private void tell() throws SQLException {
    Instant now = clock.instant();
    for (Owed step : owed.due(now, EACH)) {
      piece(
          "owed",
          () -> {
            if (owed.claim(step, now)) {
              Optional<Stored> stored = store.find(step.id());
              if (stored.isPresent()) {
                telling.tellAgain(stored.get().approval(), step);
              } else {
                owed.done(step.id(), step.number());
              }
            }
          });
    }
  }
}
