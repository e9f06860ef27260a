package dev.gatehouse.recordings;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.store.Packing;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry with its parts salted, hashed and compressed: all that can be done before its index and
 * its time are known, so that the sequencer need not. Immutable.
 */
final class PreparedEntry {
  private final Entry entry;
  private final List<PackedPart> parts;
  private final SortedMap<String, String> commitments = new TreeMap<>();
  private final SortedMap<String, Long> lengths = new TreeMap<>();
  private final SortedMap<String, String> words = new TreeMap<>();

  private PreparedEntry(Entry entry, List<PackedPart> parts) {
    this.entry = entry;
    this.parts = parts;
  }

  /** A part ready to be sealed for its commitment. */
  record PackedPart(String part, String commitment, Bytes packed) {}

  static PreparedEntry of(Entry entry, SecureRandom random) {
    List<PackedPart> parts = new ArrayList<>();
    PreparedEntry prepared = new PreparedEntry(entry, parts);
    for (Part part : entry.parts()) {
      String name = part.name().wireName();
      Disclosure disclosure = Disclosure.salted(name, part.content().unwrap(), random);
      String commitment = disclosure.commitment();
      parts.add(new PackedPart(name, commitment, Bytes.wrap(Packing.pack(disclosure))));
      prepared.commitments.put(name, commitment);
      if (Leaf.MEASURED_PARTS.contains(name)) {
        prepared.lengths.put(name, (long) part.content().length());
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

  Entry entry() {
    return entry;
  }

  List<PackedPart> parts() {
    return parts;
  }

  /** How much this holds of the queue's memory and of a batch. */
  long bytes() {
    return 512 + parts.stream().mapToLong(part -> part.packed().length()).sum();
  }

  /** The statement of this entry in the session {@code boot} at {@code time}. */
  Leaf leaf(String boot, Instant time) {
    return new Leaf(entry.kind().wireName(), boot, time, words, commitments, lengths);
  }
}
