package dev.gatehouse.recordings;

import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry as read back: its leaf as it was hashed, and the parts that can still be disclosed.
 *
 * <p>Errors: {@code IllegalArgumentException} for a text that is no leaf. Reading is not verifying:
 * the accessors say what the leaf says.
 */
public record StoredEntry(long index, LeafHash leafHash, String leaf, List<Part> parts) {
  public StoredEntry {
    parts = List.copyOf(parts);
    parse(leaf);
  }

  private static Leaf parse(String leaf) {
    try {
      return Leaf.parse(leaf);
    } catch (MalformedLeafException e) {
      throw new IllegalArgumentException("no leaf: " + e.getMessage(), e);
    }
  }

  public EntryKind kind() {
    return EntryKind.ofWireName(parse(leaf).type());
  }

  /** When it was written: UTC, in microseconds. */
  public Instant time() {
    return parse(leaf).time();
  }

  /** The session of the log in which it was written. */
  public String boot() {
    return parse(leaf).boot();
  }

  public Optional<String> exchange() {
    return parse(leaf).word("ex");
  }

  public Optional<Direction> direction() {
    return parse(leaf).word("dir").map(Direction::ofWireName);
  }

  public Optional<String> method() {
    return parse(leaf).word("method");
  }

  public Optional<String> upstream() {
    return parse(leaf).word("up");
  }

  public Optional<String> tool() {
    return parse(leaf).word("tool");
  }

  public Optional<String> decision() {
    return parse(leaf).word("policy");
  }

  public Optional<String> policyDigest() {
    return parse(leaf).word("polhash");
  }

  /** The content of one part, where the entry has it and it was not erased. */
  public Optional<Bytes> part(PartName name) {
    return parts.stream().filter(part -> part.name() == name).map(Part::content).findFirst();
  }

  /** Whether all that the leaf commits to is here: what was erased is not. */
  public boolean disclosable() {
    return parts.size() == parse(leaf).commitments().size();
  }
}
