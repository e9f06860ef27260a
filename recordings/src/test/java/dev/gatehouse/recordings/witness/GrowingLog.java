package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.ConsistencyProof;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.TreeHashes;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.SigningKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A log of which every checkpoint can be had, whose leaves from {@code forkAt} on are others. */
record GrowingLog(SigningKeys keys, long forkAt) implements TreeHashes<RuntimeException> {
  static final Instant TIME = Instant.parse("2026-11-23T01:23:45Z");

  static GrowingLog called(String origin) throws MalformedNoteException {
    return new GrowingLog(
        new SigningKeys(
            SigningKey.generate(origin),
            Optional.of(SigningKey.generate(origin, KeyType.ML_DSA_44))),
        Long.MAX_VALUE);
  }

  /** The same log, with other leaves from {@code index} on. */
  GrowingLog forkedAt(long index) {
    return new GrowingLog(keys, index);
  }

  @Override
  public Hash subtree(int level, long index) {
    if (level == 0) {
      return TreeHashing.leaf(((index < forkAt ? "leaf " : "fork ") + index).getBytes(UTF_8));
    }
    return TreeHashing.node(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
  }

  Checkpoint checkpoint(long size) {
    return new Checkpoint(keys.name(), size, root(size));
  }

  SignedNote signed(long size) {
    return keys.sign(checkpoint(size), TIME);
  }

  ConsistencyProof proof(long oldSize, long newSize) {
    return ConsistencyProof.of(this, oldSize, newSize);
  }

  /** The body of the request to go on from {@code oldSize}. */
  byte[] request(long oldSize, long newSize) {
    List<Hash> proof = oldSize > newSize ? List.of() : proof(oldSize, newSize).hashes();
    return new AddCheckpoint(oldSize, proof, signed(newSize)).bytes();
  }
}
