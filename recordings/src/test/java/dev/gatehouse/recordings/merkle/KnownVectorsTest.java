package dev.gatehouse.recordings.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others published about the proofs of known trees. */
class KnownVectorsTest {
  private static final int SIZE_MAX = 130;

  /** A claim of the file, whose head says what its words are. */
  private record Claim(String name, boolean holds, long first, long second, List<Hash> hashes) {
    static Claim of(String line) {
      String[] words = line.split(" ");
      return new Claim(
          words[0],
          words[1].equals("accept"),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Arrays.stream(words).skip(4).map(Hash::ofBase64).toList());
    }

    boolean verifies() {
      List<Hash> proof = hashes.subList(2, hashes.size());
      return name.startsWith("inclusion/")
          ? new InclusionProof(first, second, proof).verifies(hashes.get(0), hashes.get(1))
          : new ConsistencyProof(first, second, proof).verifies(hashes.get(0), hashes.get(1));
    }
  }

  static List<String> claims() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/resources/vectors/proofs.txt"), UTF_8);
    List<String> claims = lines.stream().filter(line -> !line.startsWith("#")).toList();
    assertEquals(140, claims.size());
    return claims;
  }

  @ParameterizedTest
  @MethodSource("claims")
  void judgesTheClaimAsOthersDo(String line) {
    Claim claim = Claim.of(line);
    assertEquals(claim.holds(), claim.verifies(), claim.name());
  }

  /** Leaf i is the byte i. */
  private static List<Hash> leaves(int start, int end) {
    List<Hash> leaves = new ArrayList<>();
    for (int i = start; i < end; i++) {
      leaves.add(TreeHashing.leaf(new byte[] {(byte) i}));
    }
    return leaves;
  }

  /** What the vectors call a subtree: it could stand in a larger tree. */
  private static boolean isSubtree(int start, int end) {
    int leaves = end - start;
    return leaves == 0 || start % Integer.highestOneBit(2 * leaves - 1) == 0;
  }

  private static MessageDigest sha256() throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Source: draft-ietf-plants-merkle-tree-certs, appendix "Subtree Test Vectors". */
  @Test
  void givesTheRootsOfAllSubtreesOfTheDraft() throws NoSuchAlgorithmException {
    MessageDigest digest = sha256();
    for (int end = 0; end <= SIZE_MAX; end++) {
      for (int start = 0; start <= end; start++) {
        if (isSubtree(start, end)) {
          Hash root = NaiveTree.table(leaves(start, end)).root(end - start);
          String line = "[%d, %d) %s\n".formatted(start, end, hex(root.toArray()));
          digest.update(line.getBytes(UTF_8));
        }
      }
    }
    assertEquals(
        "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81", hex(digest.digest()));
  }

  /** A subtree is a tree of its own, so its inclusion proofs are those of that tree. */
  @Test
  void givesTheInclusionProofsOfAllSubtreesOfTheDraft() throws NoSuchAlgorithmException {
    MessageDigest digest = sha256();
    for (int end = 0; end <= SIZE_MAX; end++) {
      for (int start = 0; start < end; start++) {
        if (isSubtree(start, end)) {
          TreeHashes<RuntimeException> tree = NaiveTree.table(leaves(start, end));
          for (int index = start; index < end; index++) {
            List<Hash> hashes = InclusionProof.of(tree, index - start, end - start).hashes();
            digest.update(line(index + " [" + start + ", " + end + ")", hashes));
          }
        }
      }
    }
    assertEquals(
        "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f", hex(digest.digest()));
  }

  /**
   * Source: golang.org/x/mod v0.7.0 sumdb/tlog, {@code ProveRecord} for every leaf of every size,
   * run once over the leaves of {@link NaiveTree}.
   */
  @Test
  void givesTheInclusionProofsThatGosLibraryGivesForEveryLeafOfEverySizeUpTo1024()
      throws NoSuchAlgorithmException {
    TreeHashes<RuntimeException> tree = NaiveTree.table(NaiveTree.leaves(1024));
    MessageDigest digest = sha256();
    for (int size = 1; size <= 1024; size++) {
      for (int index = 0; index < size; index++) {
        digest.update(line(index + " " + size, InclusionProof.of(tree, index, size).hashes()));
      }
    }
    assertEquals(
        "4dbdcff12874fb7b5ca0e33e9555253f210e41432791f0614380fc433422638a", hex(digest.digest()));
  }

  /** Source: the same, {@code ProveTree} for every pair of sizes. */
  @Test
  void givesTheConsistencyProofsThatGosLibraryGivesForAllPairsOfSizesUpTo1024()
      throws NoSuchAlgorithmException {
    TreeHashes<RuntimeException> tree = NaiveTree.table(NaiveTree.leaves(1024));
    MessageDigest digest = sha256();
    for (int newSize = 1; newSize <= 1024; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        digest.update(
            line(oldSize + " " + newSize, ConsistencyProof.of(tree, oldSize, newSize).hashes()));
      }
    }
    assertEquals(
        "e0e319e815cfa0aa9203158cad7247edb149e107807d8066a99ad722f3f68339", hex(digest.digest()));
  }

  private static byte[] line(String head, List<Hash> hashes) {
    StringBuilder line = new StringBuilder(head);
    hashes.forEach(hash -> line.append(' ').append(hex(hash.toArray())));
    return line.append('\n').toString().getBytes(UTF_8);
  }
}
