package dev.gatehouse.gateway.replay;

import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.check.RecordedReply;
import dev.gatehouse.policies.check.Replay;
import dev.gatehouse.policies.check.ReplayedCall;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.export.Progress;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs a candidate over all calls of a log, from its first entry on, so that limits count as they
 * would have. Confined to one thread, used once.
 *
 * <p>Guarantee: what it holds does not grow with the log, but with the calls that are open at one
 * time, which {@link #OPEN_MAX} limits.
 */
public final class RecordedTraffic {
  /** Entries read at once: few enough to hold with their payloads. */
  private static final int BATCH = 128;

  /** A few kilobytes each; as many calls at one time no gateway lets in. */
  private static final int OPEN_MAX = 100_000;

  private final Replay replay;
  private final List<Predicate<StoredEntry>> conditions;
  private final Consumer<Outcome> consumer;
  private final KnownPolicies policies = new KnownPolicies();
  private final Map<String, Going> going = new LinkedHashMap<>();

  /**
   * With this candidate.
   *
   * @param conditions which calls are wanted: those that meet each by one of their entries; all
   *     count for limits
   * @param consumer is told of each wanted call, in the order of their ends
   */
  public RecordedTraffic(
      PolicySet candidate, List<Predicate<StoredEntry>> conditions, Consumer<Outcome> consumer) {
    this.replay = new Replay(candidate);
    this.conditions = List.copyOf(conditions);
    this.consumer = consumer;
  }

  /** What came of one call. */
  public sealed interface Outcome {
    /** It was judged once more. */
    record Replayed(ReplayedCall call) implements Outcome {}

    /** Too little of it is left. */
    record Lost(long index, String why) implements Outcome {}
  }

  /** A call whose end is still to come. */
  private static final class Going {
    private final StoredEntry opening;
    private final StoredCall.Reading reading;
    private final Optional<Replay.Open> open;
    private final BitSet met = new BitSet();
    private Optional<Bytes> heard = Optional.empty();

    Going(StoredEntry opening, StoredCall.Reading reading, Optional<Replay.Open> open) {
      this.opening = opening;
      this.reading = reading;
      this.open = open;
    }
  }

  /** Reads the entries of a log below {@code size}. */
  public void read(LogReader log, long size, Progress progress) throws RecordingException {
    long next = 0;
    while (next < size) {
      List<StoredEntry> read = log.read(next, (int) Math.min(BATCH, size - next));
      if (read.isEmpty()) {
        throw new RecordingException("entry " + next + " is missing");
      }
      for (StoredEntry entry : read) {
        take(entry);
      }
      next += read.size();
      progress.at(next, size);
    }
    List.copyOf(going.values()).forEach(it -> end(it, Optional.empty()));
  }

  private void take(StoredEntry entry) throws RecordingException {
    EntryKind kind = entry.kind();
    switch (kind) {
      case ADMIN -> policies.note(entry);
      case REQUEST -> begin(entry);
      case EVENT, RESPONSE, OUTCOME_UNKNOWN -> {
        String exchange = entry.exchange().orElse("");
        Going call = going.get(exchange);
        if (call != null) {
          meet(call, entry);
          if (kind != EntryKind.EVENT) {
            going.remove(exchange);
            end(call, Optional.of(entry));
          } else if (entry.direction().filter(Direction.SERVER_TO_CLIENT::equals).isPresent()) {
            call.heard = entry.part(PartName.MSG);
          }
        }
      }
      case BOOT, CLOCK, DECISION, ACCESS, READ, APPROVAL, KEY, ANCHOR, ERASURE, SHUTDOWN -> {}
    }
  }

  private void begin(StoredEntry entry) throws RecordingException {
    StoredCall.Reading reading = StoredCall.of(entry, policies);
    if (reading instanceof StoredCall.Reading.Other) {
      return;
    }
    if (going.size() >= OPEN_MAX) {
      throw new RecordingException(
          "more than " + OPEN_MAX + " calls without an end, at entry " + entry.index());
    }
    Optional<Replay.Open> open =
        reading instanceof StoredCall.Reading.Judged(StoredCall call)
            ? Optional.of(replay.begin(call.request()))
            : Optional.empty();
    Going call = new Going(entry, reading, open);
    meet(call, entry);
    going.put(entry.exchange().orElse(""), call);
  }

  private void meet(Going call, StoredEntry entry) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!call.met.get(i) && conditions.get(i).test(entry)) {
        call.met.set(i);
      }
    }
  }

  private void end(Going call, Optional<StoredEntry> closing) {
    boolean isWanted = call.met.cardinality() == conditions.size();
    switch (call.reading) {
      case StoredCall.Reading.Judged(StoredCall stored) -> {
        Optional<RecordedReply> reply =
            closing.flatMap(entry -> StoredReply.of(stored, entry, call.heard));
        Replay.Open open = call.open.orElseThrow();
        ReplayedCall replayed =
            reply.map(it -> replay.end(open, it)).orElseGet(() -> replay.end(open));
        if (isWanted) {
          consumer.accept(new Outcome.Replayed(replayed));
        }
      }
      case StoredCall.Reading.Lost(String why) -> {
        if (isWanted) {
          consumer.accept(new Outcome.Lost(call.opening.index(), why));
        }
      }
      case StoredCall.Reading.Other _ -> {}
    }
  }
}
