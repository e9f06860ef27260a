package dev.gatehouse.recordings;

import dev.gatehouse.recordings.leaf.ErasedEntries;
import dev.gatehouse.recordings.leaf.JsonStrings;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.Sealing;
import dev.gatehouse.recordings.store.PayloadKeys.Doomed;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is kept, for how long, and what must not be erased. Thread-safe.
 *
 * <p>To erase is to destroy the key that sealed the payloads, and the payloads with it. Leaves,
 * tiles and checkpoints stay, so every proof that was ever given still holds. Each step is an
 * entry. Guarantee: what {@link #erase} returned from opens for nobody, and no file of the log
 * holds it; copies and earlier exports are out of its reach.
 *
 * <p>Errors: {@link RecordingException} where it cannot be done, or not be said to be done; it may
 * be tried again.
 */
public final class Custody {
  /** How many rows are looked through at once. */
  private static final int SEALINGS_READ = 10_000;

  private final EntryLog log;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  Custody(EntryLog log) {
    this.log = log;
  }

  /** Says what {@link #erase} would do now, and changes nothing. */
  public Erased erasable(ErasureScope scope) throws RecordingException {
    Optional<String> held = held(scope);
    if (held.isPresent()) {
      return new Erased.Held(held.get());
    }
    List<Doomed> doomed = doomed(scope);
    return done(doomed, entriesBy(doomed));
  }

  /**
   * Erases what {@code scope} names, and records it.
   *
   * @param reason why, and by whose order; it is recorded, so it should not name the person
   */
  public Erased erase(ErasureScope scope, String reason) throws RecordingException {
    oneAtATime.lock();
    try {
      Optional<String> held = held(scope);
      if (held.isPresent()) {
        return new Erased.Held(held.get());
      }
      resume();
      List<Doomed> doomed = doomed(scope);

      // 1. From now on nothing more is sealed with these keys, so that what they sealed can be
      // counted. If we crash here, new payloads have new keys, and erasing again finds them all.
      log.run(files -> files.keys().retire(ids(doomed)));
      Map<Long, List<Long>> entries = entriesBy(doomed);

      // 2. Each entry that says what is gone takes it away in its own commit.
      String method = scope instanceof ErasureScope.Subject ? "subject" : "retention";
      removePayloads(method, doomed, entries, reason);

      // 3. Then the keys. If we crash here, the next start destroys them.
      destroyKeys(ids(doomed));
      return done(doomed, entries);
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Completes what a crash left half done. */
  void resume() throws RecordingException {
    List<Long> begun = read(EntryReader::erasedKeys);
    if (begun.isEmpty()) {
      return;
    }
    List<Doomed> doomed = new ArrayList<>();
    log.run(
        files -> {
          for (long key : begun) {
            files.keys().doomed(key).ifPresent(doomed::add);
          }
        });
    removePayloads("subject", doomed, entriesBy(doomed), "an erasure that a stop had interrupted");
    destroyKeys(begun);
  }

  private void removePayloads(
      String method, List<Doomed> doomed, Map<Long, List<Long>> entries, String reason)
      throws RecordingException {
    for (Doomed key : doomed) {
      List<Long> indexes = entries.getOrDefault(key.id(), List.of());
      for (int from = 0; from < indexes.size(); from += ErasedEntries.ENTRIES_MAX) {
        int to = Math.min(indexes.size(), from + ErasedEntries.ENTRIES_MAX);
        List<Long> some = indexes.subList(from, to);
        String json = new ErasedEntries(key.bucket().toString(), some, reason).json();
        log.appendErasing(
            Entry.builder(EntryKind.ERASURE)
                .method(method)
                .part(PartName.CTX, Bytes.utf8(json))
                .build(),
            new Work.Erasure(key.id(), some));
      }
    }
  }

  private void destroyKeys(List<Long> keys) throws RecordingException {
    if (keys.isEmpty()) {
      return;
    }
    log.run(
        files -> {
          files.keys().destroy(keys);
          files.store().scrub();
          // Only when no file holds anything any more: else erasing again, or a start, goes on
          // here.
          files.store().forgetErased(keys);
          files.store().commit();
        });
  }

  /**
   * Keeps what is recorded about {@code subject} from being erased, or with an empty name all of
   * it.
   *
   * @param order why, and by whose order
   */
  public void hold(String subject, String order) throws RecordingException {
    // Whoever is told that something is held must not find it erased by what had begun before.
    oneAtATime.lock();
    try {
      // The hold comes before its entry: if we crash between the two, too much is kept, not too
      // little.
      log.run(files -> files.keys().hold(subject, order, log.now()));
      log.append(holdEntry("hold.placed", subject, order));
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Ends a hold; false where there was none. */
  public boolean release(String subject, String order) throws RecordingException {
    oneAtATime.lock();
    try {
      if (heldFor(subject).isEmpty()) {
        return false;
      }
      log.append(holdEntry("hold.lifted", subject, order));
      log.run(files -> files.keys().release(subject));
      return true;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Why {@code subject}, or with an empty name everything, is held; empty where it is not. */
  public Optional<String> heldFor(String subject) throws RecordingException {
    AtomicReference<Optional<String>> reason = new AtomicReference<>(Optional.empty());
    log.run(files -> reason.set(files.keys().held(subject)));
    return reason.get();
  }

  /** What is erased beside the log. */
  public interface Step {
    void run() throws RecordingException;
  }

  /**
   * Runs {@code step} unless everything is held, and lets no hold come in between.
   *
   * @return why it is held; empty where the step was run
   */
  public Optional<String> unlessHeld(Step step) throws RecordingException {
    oneAtATime.lock();
    try {
      Optional<String> held = heldFor("");
      if (held.isEmpty()) {
        step.run();
      }
      return held;
    } finally {
      oneAtATime.unlock();
    }
  }

  private Entry holdEntry(String method, String subject, String order) throws RecordingException {
    AtomicReference<String> name = new AtomicReference<>("everything");
    if (!subject.isEmpty()) {
      log.run(files -> name.set(files.keys().pseudonym(subject)));
    }
    String json =
        "{\"order\":%s,\"subject\":%s}"
            .formatted(JsonStrings.quote(order), JsonStrings.quote(name.get()));
    return Entry.builder(EntryKind.ADMIN)
        .method(method)
        .part(PartName.CTX, Bytes.utf8(json))
        .build();
  }

  private Optional<String> held(ErasureScope scope) throws RecordingException {
    Optional<String> everything = heldFor("");
    return switch (scope) {
      case ErasureScope.Subject subject when everything.isEmpty() -> heldFor(subject.name());
      case ErasureScope.Subject ignored -> everything;
      case ErasureScope.Before ignored -> everything;
    };
  }

  private List<Doomed> doomed(ErasureScope scope) throws RecordingException {
    List<Doomed> doomed = new ArrayList<>();
    log.run(
        files ->
            doomed.addAll(
                switch (scope) {
                  case ErasureScope.Subject subject -> files.keys().keysOf(subject.name());
                  case ErasureScope.Before before -> files.keys().keysBefore(before.month());
                }));
    return doomed;
  }

  /** What a reader beside the sequencer is asked. */
  private interface Question<T> {
    T ask(EntryReader reader) throws SQLException;
  }

  private <T> T read(Question<T> question) throws RecordingException {
    try (EntryReader reader = log.reader()) {
      return question.ask(reader);
    } catch (SQLException e) {
      throw new RecordingException("cannot look through the log: " + e.getMessage(), e);
    }
  }

  private Map<Long, List<Long>> entriesBy(List<Doomed> doomed) throws RecordingException {
    Map<Long, List<Long>> entries = new HashMap<>();
    doomed.forEach(key -> entries.put(key.id(), new ArrayList<>()));
    if (doomed.isEmpty()) {
      return entries;
    }
    return read(
        reader -> {
          List<Sealing> found = reader.sealings(0, SEALINGS_READ);
          while (!found.isEmpty()) {
            for (Sealing sealing : found) {
              Optional.ofNullable(entries.get(sealing.key()))
                  .ifPresent(indexes -> indexes.add(sealing.index()));
            }
            found = reader.sealings(found.getLast().index() + 1, SEALINGS_READ);
          }
          return entries;
        });
  }

  private static List<Long> ids(List<Doomed> doomed) {
    return doomed.stream().map(Doomed::id).toList();
  }

  private static Erased.Done done(List<Doomed> doomed, Map<Long, List<Long>> entries) {
    TreeSet<YearMonth> months = new TreeSet<>();
    doomed.forEach(key -> months.add(key.bucket()));
    long count = entries.values().stream().mapToLong(List::size).sum();
    return new Erased.Done(doomed.size(), count, List.copyOf(months));
  }
}
