package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.ApprovalStore.Stored;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.Ulid;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Finds the approval on which a call depends, or makes one. Thread-safe. */
final class Asking {
  /** Characters of one request: what was asked, the description, what it is run from. */
  private static final int REQUEST_MAX = 4_000_000;

  private final ApprovalStore store;
  private final Telling telling;
  private final InstantSource clock;
  private final SecureRandom random;

  Asking(ApprovalStore store, Telling telling, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.telling = telling;
    this.clock = clock;
    this.random = random;
  }

  Standing ask(Request request) throws SQLException, RecordingException, ApprovalsFullException {
    check(request);
    String key = request.binding().key();
    for (int i = 0; i < Spending.TRIES_MAX; i++) {
      Optional<Stored> live = store.live(key);
      Optional<Stored> found = live.isPresent() ? store.settled(live.get()) : store.latest(key);
      if (live.isPresent() && found.isEmpty()) {
        continue;
      }
      if (found.isPresent() && isStanding(found.get().approval(), found.get().told())) {
        Optional<Approval> attached = attached(found.get(), request.requester());
        if (attached.isPresent()) {
          return new Standing(attached.get(), false, "");
        }
        continue;
      }
      String because = because(request);
      Optional<Approval> added = store.added(first(request, because));
      if (added.isPresent()) {
        telling.tell(added.get(), added.get().steps());
        return new Standing(added.get(), true, because);
      }
    }
    throw Spending.busy(key);
  }

  private static void check(Request request) throws ApprovalsFullException {
    long characters =
        (long) request.argumentsJson().length()
            + request.otherParamsJson().length()
            + request.call().length()
            + request.description().map(String::length).orElse(0);
    if (request.argumentsJson().length() > Arguments.MAX || characters > REQUEST_MAX) {
      throw new ApprovalsFullException(
          "a call that waits for people may have %d characters of arguments, and %d in all"
              .formatted(Arguments.MAX, REQUEST_MAX));
    }
  }

  /** Whether a call of this binding still depends on it. */
  static boolean isStanding(Approval approval, boolean told) {
    boolean runs = approval.runs().stream().anyMatch(Run::isRunning);
    return switch (approval.state()) {
      case PENDING, GRANTED -> true;
      case USED -> runs || !told;
      case DENIED -> !told;
      case EXPIRED, WITHDRAWN, LAPSED, REVOKED -> runs;
    };
  }

  private Optional<Approval> attached(Stored stored, Requester by)
      throws SQLException, ApprovalsFullException {
    Approval before = stored.approval();
    return switch (Transitions.apply(before, new Event.Attached(by), clock.instant())) {
      case Change.Same(Approval same) -> {
        if (same.state() == State.DENIED) {
          // Once: the next call is a new request, also where nobody says that this was heard.
          store.told(same.id(), false);
        }
        yield Optional.of(same);
      }
      case Change.Stepped(Approval after) -> store.stepped(before, after);
      case Change.Refused(Approval _, String why) -> throw new ApprovalsFullException(why);
    };
  }

  /** Why the latest approval of this caller and tool does not do. */
  private String because(Request request) throws SQLException {
    Optional<Stored> latest = store.latest(request.requester(), RowSeal.tool(request.binding()));
    if (latest.isEmpty()) {
      return "";
    }
    Approval earlier = latest.get().approval().at(clock.instant());
    List<String> differences = request.binding().differences(earlier.request().binding());
    return differences.isEmpty()
        ? "of the last request: " + Eligibility.over(earlier)
        : "not the same as in the last request: " + String.join(", ", differences);
  }

  private Approval first(Request request, String because) {
    Instant now = clock.instant();
    Instant decideBy = Ageing.decideBy(request.demands(), now);
    String who = request.requester().name();
    return new Approval(
        Ulid.next(now, random),
        request,
        List.of(),
        State.PENDING,
        now,
        decideBy,
        decideBy,
        List.of(),
        "",
        Optional.empty(),
        0,
        List.of(),
        false,
        false,
        "",
        Optional.empty(),
        List.of(new Step(1, Step.ASKED, now, who, because)),
        1);
  }
}
