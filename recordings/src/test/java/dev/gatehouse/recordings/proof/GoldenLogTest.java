package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.ConsistencyProof;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.InclusionProof;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A log that was made once: what it holds must read, verify and be made again the same, always. */
class GoldenLogTest {
  private static final Instant TIME = Instant.parse("2026-11-23T01:23:45Z");

  private final List<byte[]> statements = new ArrayList<>();
  private final CheckpointPolicy policy;
  private final SignedNote newest;

  GoldenLogTest() throws IOException, MalformedNoteException {
    policy = CheckpointPolicy.parse(read("policy.txt"));
    newest = SignedNote.parse(read("checkpoint"));
    for (int first = 0; first < GoldenLog.SIZE; first += Tile.WIDTH) {
      int width = Math.min(Tile.WIDTH, GoldenLog.SIZE - first);
      byte[] entries = read(BundlePaths.entries(first / Tile.WIDTH, width));
      for (int at = 0; at < entries.length; ) {
        int length = (entries[at] & 0xff) << 8 | (entries[at + 1] & 0xff);
        statements.add(Arrays.copyOfRange(entries, at + 2, at + 2 + length));
        at += 2 + length;
      }
    }
  }

  private static byte[] read(String path) throws IOException {
    return Files.readAllBytes(GoldenLog.DIRECTORY.resolve(path));
  }

  private static List<Hash> hashes(String path) throws IOException {
    return new String(read(path), UTF_8).lines().map(Hash::ofBase64).toList();
  }

  private Hash leaf(int index) {
    return TreeHashing.leaf(statements.get(index));
  }

  @Test
  void readsEveryLeafAndWritesItAgain() throws MalformedLeafException {
    assertEquals(GoldenLog.SIZE, statements.size());
    for (byte[] statement : statements) {
      assertArrayEquals(statement, Leaf.parse(new String(statement, UTF_8)).toArray());
    }
  }

  @Test
  void makesEveryFileAgain() throws IOException, MalformedNoteException {
    GoldenLog log = new GoldenLog(statements);
    SortedMap<String, byte[]> made = log.files(newest);
    made.put("policy.txt", policy.bytes());
    made.put("checkpoint", newest.bytes());
    SigningKey key = key("log-ed25519", policy.logs().getFirst().key());
    for (int size : GoldenLog.SIZES) {
      made.put("checkpoints/" + size, key.sign(log.checkpoint(size).text()));
    }
    for (Map.Entry<String, byte[]> file : made.entrySet()) {
      assertArrayEquals(read(file.getKey()), file.getValue(), file.getKey());
    }
    TreeSet<String> others = new TreeSet<>(paths());
    others.removeAll(made.keySet());
    List<String> kept =
        List.of("README.md", "key/log-ed25519", "key/log-ml-dsa-44", "key/w1", "key/w2");
    assertEquals(kept, List.copyOf(others));
  }

  private static List<String> paths() throws IOException {
    try (Stream<Path> files = Files.walk(GoldenLog.DIRECTORY)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> GoldenLog.DIRECTORY.relativize(file).toString())
          .toList();
    }
  }

  private static SigningKey key(String name, VerifierKey half)
      throws IOException, MalformedNoteException {
    String pkcs8 = new String(read("key/" + name), UTF_8).strip();
    return SigningKey.of(Base64.getDecoder().decode(pkcs8), half);
  }

  /** ML-DSA signs differently each time: what it signs again must verify in place of the old. */
  @Test
  void signsTheNewestCheckpointAgain() throws IOException, MalformedNoteException {
    String text = newest.text();
    List<SigningKey> keys =
        List.of(
            key("log-ed25519", policy.logs().get(0).key()),
            key("log-ml-dsa-44", policy.logs().get(1).key()),
            key("w1", policy.witnesses().get(0).key()),
            key("w2", policy.witnesses().get(1).key()));
    List<SignatureLine> lines = new ArrayList<>();
    for (SigningKey key : keys) {
      lines.add(key.line(text, TIME));
    }
    assertEquals(newest.signatures().get(0), lines.get(0));
    assertEquals(newest.signatures().get(2), lines.get(2));
    assertInstanceOf(
        CheckpointPolicy.Accepted.class, policy.verify(new SignedNote(text, lines).bytes()));
  }

  @Test
  void verifiesTheNewestCheckpointByItsPolicy() {
    CheckpointPolicy.Accepted accepted =
        assertInstanceOf(CheckpointPolicy.Accepted.class, policy.verify(newest.bytes()));
    assertEquals(new GoldenLog(statements).checkpoint(GoldenLog.SIZE), accepted.checkpoint());
    assertEquals(2, accepted.logs().size());
    assertEquals(Map.of("w1", TIME, "w2", TIME), accepted.witnesses());
    byte[] tampered = newest.bytes();
    tampered[GoldenLog.ORIGIN.length() + 1]++;
    assertInstanceOf(CheckpointPolicy.Refused.class, policy.verify(tampered));
  }

  @Test
  void verifiesEveryProofFileAndReceipt() throws IOException, ProofException {
    for (int index : GoldenLog.PROVEN) {
      TlogProof proof = TlogProof.parse(read("proof/" + index + ".tlog-proof"));
      Receipt receipt = Receipt.parse(read("receipt/" + index + ".json"));
      assertEquals(GoldenLog.SIZE, receipt.verify(proof, policy).checkpoint().size());
      assertEquals(leaf(index), receipt.leafHash());
      Hash other = leaf(index == 5 ? 6 : 5);
      assertThrows(ProofException.class, () -> proof.verify(other, policy));
    }
  }

  @Test
  void verifiesEveryInclusionAndConsistencyProof() throws IOException, MalformedNoteException {
    for (int size : GoldenLog.SIZES) {
      Hash root = root(size);
      for (int index : GoldenLog.PROVEN) {
        if (index < size) {
          List<Hash> hashes = hashes("inclusion/" + index + "-" + size);
          assertTrue(new InclusionProof(index, size, hashes).verifies(leaf(index), root));
          assertFalse(new InclusionProof(index, size, hashes).verifies(leaf(299 - index), root));
        }
      }
      for (int older : GoldenLog.SIZES) {
        if (older < size) {
          List<Hash> hashes = hashes("consistency/" + older + "-" + size);
          assertTrue(new ConsistencyProof(older, size, hashes).verifies(root(older), root));
          assertFalse(new ConsistencyProof(older, size, hashes).verifies(root, root(older)));
        }
      }
    }
  }

  private Hash root(int size) throws IOException, MalformedNoteException {
    VerifierKey key = policy.logs().getFirst().key();
    Checkpoint signed = Checkpoint.verify(read("checkpoints/" + size), key);
    assertEquals(size, signed.size());
    return signed.root();
  }
}
