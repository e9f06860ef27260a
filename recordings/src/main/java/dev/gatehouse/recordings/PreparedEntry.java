package dev.gatehouse.recordings;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.store.Packing;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry with its parts salted, hashed and compressed: all that can be done before its index and
 * its time are known, so that the sequencer need not. Immutable.
 */
final class PreparedEntry {
  private final Entry entry;
  private final Bytes packed;
  private final SortedMap<String, String> commitments = new TreeMap<>();
  private final SortedMap<String, Long> lengths = new TreeMap<>();
  private final SortedMap<String, String> words = new TreeMap<>();

  private PreparedEntry(Entry entry, Bytes packed) {
    this.entry = entry;
    this.packed = packed;
  }

  static PreparedEntry of(Entry entry, SecureRandom random) {
    List<Disclosure> disclosures = disclosures(entry, random);
    PreparedEntry prepared = new PreparedEntry(entry, Bytes.wrap(Packing.pack(disclosures)));
    for (Disclosure disclosure : disclosures) {
      prepared.commitments.put(disclosure.part(), disclosure.commitment());
      if (Leaf.MEASURED_PARTS.contains(disclosure.part())) {
        prepared.lengths.put(disclosure.part(), (long) disclosure.content().length);
      }
    }
    entry.direction().ifPresent(way -> prepared.words.put("dir", way.wireName()));
    entry.exchange().ifPresent(id -> prepared.words.put("ex", id));
    entry.method().ifPresent(name -> prepared.words.put("method", name));
    entry.decision().ifPresent(code -> prepared.words.put("policy", code));
    entry.policyDigest().ifPresent(digest -> prepared.words.put("polhash", digest));
    entry.tool().ifPresent(name -> prepared.words.put("tool", name));
    entry.upstream().ifPresent(name -> prepared.words.put("up", name));
    return prepared;
  }

  /** In the order of their names, as every reader finds them. */
  private static List<Disclosure> disclosures(Entry entry, SecureRandom random) {
    return entry.parts().stream()
        .sorted(Comparator.comparing(part -> part.name().wireName()))
        .map(part -> Disclosure.salted(part.name().wireName(), part.content().unwrap(), random))
        .toList();
  }

  Entry entry() {
    return entry;
  }

  /** Whether there is anything to seal. */
  boolean hasParts() {
    return !commitments.isEmpty();
  }

  /** All parts, ready to be sealed for their leaf. */
  Bytes packed() {
    return packed;
  }

  /** How much this holds of the queue's memory and of a batch. */
  long bytes() {
    return 512L + packed.length();
  }

  /** The statement of this entry by {@code session} at {@code time}. */
  Leaf leaf(Session session, Instant time) {
    SortedMap<String, String> said = new TreeMap<>(words);
    session.node().ifPresent(name -> said.put("node", name));
    return new Leaf(entry.kind().wireName(), session.boot(), time, said, commitments, lengths);
  }
}
