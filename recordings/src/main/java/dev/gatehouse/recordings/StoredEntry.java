package dev.gatehouse.recordings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An entry as read back: its leaf as hashed, and the parts that can still be disclosed. */
public record StoredEntry(long index, LeafHash leafHash, String leaf, List<Part> parts) {
  public StoredEntry {
    parts = List.copyOf(parts);
  }

  public EntryKind kind() {
    return EntryKind.EVENT;
  }

  public Instant time() {
    return Instant.EPOCH;
  }

  public Optional<String> exchange() {
    return Optional.empty();
  }

  public Optional<Direction> direction() {
    return Optional.empty();
  }

  public Optional<String> method() {
    return Optional.empty();
  }

  public Optional<String> upstream() {
    return Optional.empty();
  }

  public Optional<String> tool() {
    return Optional.empty();
  }

  public Optional<String> decision() {
    return Optional.empty();
  }

  public Optional<String> policyDigest() {
    return Optional.empty();
  }

  /** The content of one part, where the entry has it and it was not erased. */
  public Optional<Bytes> part(PartName name) {
    return parts.stream().filter(part -> part.name() == name).map(Part::content).findFirst();
  }
}
