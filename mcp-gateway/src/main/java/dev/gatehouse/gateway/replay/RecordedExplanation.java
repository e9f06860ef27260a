package dev.gatehouse.gateway.replay;

import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.util.List;
import java.util.Optional;

/** Explains calls of a log. Confined to one thread. */
public final class RecordedExplanation {
  private static final int BATCH = 128;

  private final LogReader log;
  private final long size;

  /** Of this log, as far as it goes now. */
  public RecordedExplanation(LogReader log) throws RecordingException {
    this.log = log;
    this.size = log.size();
  }

  /**
   * Explains the call that an entry belongs to by other policies.
   *
   * @param index of its request, or of any other entry of it
   * @throws IllegalArgumentException where the entry is of no such call, or too little is left
   */
  public ExplainedCall by(PolicySet policies, long index)
      throws RecordingException, MaskingException {
    StoredEntry opening = request(index);
    return explained(policies, opening, call(opening, new KnownPolicies()));
  }

  /** The same by the policies that decided it. */
  public ExplainedCall asRecorded(long index) throws RecordingException, MaskingException {
    StoredEntry opening = request(index);
    StoredCall call = call(opening, known(opening.index()));
    PolicySet policies =
        call.request()
            .policies()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the policies that decided it cannot be read from the log any more"));
    return explained(policies, opening, call);
  }

  private ExplainedCall explained(PolicySet policies, StoredEntry opening, StoredCall call)
      throws RecordingException, MaskingException {
    return ExplainedCall.of(
        policies, call, call.request().facts().at(call.request().at()), reply(opening));
  }

  private StoredEntry request(long index) throws RecordingException {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "there is no entry %d; there are %d".formatted(index, size));
    }
    StoredEntry named = log.read(index, 1).getFirst();
    return named.kind() == EntryKind.REQUEST ? named : opening(named);
  }

  private static StoredCall call(StoredEntry opening, KnownPolicies policies) {
    return switch (StoredCall.of(opening, policies)) {
      case StoredCall.Reading.Judged(StoredCall judged) -> judged;
      case StoredCall.Reading.Lost(String why) -> throw new IllegalArgumentException(why);
      case StoredCall.Reading.Other _ ->
          throw new IllegalArgumentException(
              "entry %d is about nothing that policies decided".formatted(opening.index()));
    };
  }

  /** The policies that the log holds before this entry. */
  private KnownPolicies known(long end) throws RecordingException {
    KnownPolicies known = new KnownPolicies();
    for (long next = 0; next < end; ) {
      List<StoredEntry> read = log.read(next, (int) Math.min(BATCH, end - next));
      read.forEach(known::note);
      next += Math.max(1, read.size());
    }
    return known;
  }

  /** The request of the exchange that an entry is of. */
  private StoredEntry opening(StoredEntry entry) throws RecordingException {
    for (long end = entry.index(); end > 0 && entry.exchange().isPresent(); end -= BATCH) {
      for (long next = Math.max(0, end - BATCH); next < end; ) {
        List<StoredEntry> read = log.read(next, (int) (end - next));
        for (StoredEntry before : read) {
          if (before.kind() == EntryKind.REQUEST && before.exchange().equals(entry.exchange())) {
            return before;
          }
        }
        next += Math.max(1, read.size());
      }
    }
    throw new IllegalArgumentException("entry %d is of no call".formatted(entry.index()));
  }

  private Optional<Message.Response> reply(StoredEntry opening) throws RecordingException {
    Optional<Bytes> heard = Optional.empty();
    for (long next = opening.index() + 1; next < size; ) {
      List<StoredEntry> read = log.read(next, (int) Math.min(BATCH, size - next));
      for (StoredEntry entry : read) {
        if (entry.exchange().equals(opening.exchange())) {
          if (entry.kind() != EntryKind.EVENT) {
            return entry.kind() == EntryKind.RESPONSE
                    && opening.decision().filter("permit"::equals).isPresent()
                ? StoredReply.response(entry, heard)
                : Optional.empty();
          }
          heard =
              entry.direction().filter(Direction.SERVER_TO_CLIENT::equals).isPresent()
                  ? entry.part(PartName.MSG)
                  : heard;
        }
      }
      next += Math.max(1, read.size());
    }
    return Optional.empty();
  }
}
