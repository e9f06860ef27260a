package dev.gatehouse.recordings.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsistencyProofTest {
  private static final Hash OTHER = TreeHashing.leaf(new byte[] {1, 2, 3, 4});

  @Test
  void isWhatTheDefinitionSaysForAllPairsOfSizesUpTo256() {
    List<Hash> leaves = NaiveTree.leaves(256);
    List<Hash> roots = roots(leaves);
    TreeHashes<RuntimeException> tree = NaiveTree.table(leaves);
    for (int newSize = 1; newSize <= 256; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        ConsistencyProof proof = ConsistencyProof.of(tree, oldSize, newSize);
        String pair = oldSize + " to " + newSize;
        List<Hash> defined = NaiveTree.proof(oldSize, leaves.subList(0, newSize));
        assertEquals(defined, proof.hashes(), pair);
        assertTrue(proof.verifies(roots.get(oldSize), roots.get(newSize)), pair);
      }
    }
  }

  @Test
  void isWhatTheDefinitionSaysForSomePairsOfSizesUpTo1024() {
    Random random = new Random(256);
    List<Hash> leaves = NaiveTree.leaves(1024);
    TreeHashes<RuntimeException> tree = NaiveTree.table(leaves);
    for (int newSize = 257; newSize <= 1024; newSize++) {
      int oldSize = 1 + random.nextInt(newSize);
      ConsistencyProof proof = ConsistencyProof.of(tree, oldSize, newSize);
      assertEquals(NaiveTree.proof(oldSize, leaves.subList(0, newSize)), proof.hashes());
      assertTrue(proof.verifies(tree.root(oldSize), tree.root(newSize)));
    }
  }

  private static List<Hash> roots(List<Hash> leaves) {
    List<Hash> roots = new ArrayList<>();
    for (int size = 0; size <= leaves.size(); size++) {
      roots.add(NaiveTree.root(leaves.subList(0, size)));
    }
    return roots;
  }

  @Test
  void refusesEveryWrongTwin() {
    TreeHashes<RuntimeException> tree = NaiveTree.table(NaiveTree.leaves(64));
    for (int newSize = 1; newSize <= 64; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        ConsistencyProof proof = ConsistencyProof.of(tree, oldSize, newSize);
        Hash oldRoot = tree.root(oldSize);
        Hash newRoot = tree.root(newSize);
        assertTrue(proof.verifies(oldRoot, newRoot), () -> "" + proof);
        assertFalse(proof.verifies(OTHER, newRoot), () -> "" + proof);
        assertFalse(proof.verifies(oldRoot, OTHER), () -> "" + proof);
        assertEquals(oldSize == newSize, proof.verifies(newRoot, oldRoot), () -> "" + proof);
        for (List<Hash> hashes : Twins.of(proof.hashes(), OTHER)) {
          ConsistencyProof twin = new ConsistencyProof(oldSize, newSize, hashes);
          assertFalse(twin.verifies(oldRoot, newRoot), () -> "" + twin);
        }
      }
    }
  }

  @Test
  void refusesTheRootOfAnotherSize() {
    TreeHashes<RuntimeException> tree = NaiveTree.table(NaiveTree.leaves(41));
    for (int newSize = 1; newSize <= 40; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        ConsistencyProof proof = ConsistencyProof.of(tree, oldSize, newSize);
        for (int wrong = 0; wrong <= 41; wrong++) {
          Hash root = tree.root(wrong);
          String pair = oldSize + " to " + newSize + " as " + wrong;
          assertEquals(wrong == oldSize, proof.verifies(root, tree.root(newSize)), pair);
          assertEquals(wrong == newSize, proof.verifies(tree.root(oldSize), root), pair);
        }
      }
    }
  }

  @Test
  void refusesAnotherPastOfTheSameSizes() {
    List<Hash> leaves = NaiveTree.leaves(50);
    List<Hash> forked = new ArrayList<>(leaves);
    forked.set(11, OTHER);
    TreeHashes<RuntimeException> tree = NaiveTree.table(leaves);
    TreeHashes<RuntimeException> fork = NaiveTree.table(forked);
    for (int oldSize = 12; oldSize < 50; oldSize++) {
      ConsistencyProof proof = ConsistencyProof.of(fork, oldSize, 50);
      assertTrue(proof.verifies(fork.root(oldSize), fork.root(50)));
      assertFalse(proof.verifies(tree.root(oldSize), fork.root(50)));
      assertFalse(proof.verifies(fork.root(oldSize), tree.root(50)));
    }
    // Before the fork both have the same past, and both proofs are right.
    assertTrue(ConsistencyProof.of(fork, 11, 50).verifies(tree.root(11), fork.root(50)));
  }

  @Test
  void beginsEveryTreeWithTheEmptyOneAndNothingElse() {
    TreeHashes<RuntimeException> tree = NaiveTree.table(NaiveTree.leaves(7));
    Hash empty = TreeHashing.emptyRoot();
    assertEquals(List.of(), ConsistencyProof.of(tree, 0, 7).hashes());
    assertTrue(new ConsistencyProof(0, 7, List.of()).verifies(empty, tree.root(7)));
    assertTrue(new ConsistencyProof(0, 0, List.of()).verifies(empty, empty));
    assertFalse(new ConsistencyProof(0, 7, List.of()).verifies(tree.root(1), tree.root(7)));
    assertFalse(new ConsistencyProof(0, 7, List.of(empty)).verifies(empty, tree.root(7)));
    assertFalse(new ConsistencyProof(0, 0, List.of()).verifies(empty, OTHER));
    assertFalse(new ConsistencyProof(0, 0, List.of()).verifies(OTHER, OTHER));
  }

  @Test
  void refusesATreeThatShrinks() {
    TreeHashes<RuntimeException> tree = NaiveTree.table(NaiveTree.leaves(9));
    assertThrows(IllegalArgumentException.class, () -> ConsistencyProof.of(tree, 9, 8));
    assertThrows(IllegalArgumentException.class, () -> ConsistencyProof.of(tree, -1, 8));
    List<Hash> hashes = ConsistencyProof.of(tree, 5, 9).hashes();
    assertFalse(new ConsistencyProof(9, 5, hashes).verifies(tree.root(9), tree.root(5)));
    assertFalse(new ConsistencyProof(9, 0, List.of()).verifies(tree.root(9), tree.root(0)));
  }

  @Test
  void endsWhateverItIsGiven() {
    List<Hash> many = NaiveTree.leaves(1000);
    assertFalse(new ConsistencyProof(1, Long.MAX_VALUE, many).verifies(OTHER, OTHER));
    assertFalse(new ConsistencyProof(1L << 62, Long.MAX_VALUE, many).verifies(OTHER, OTHER));
    assertFalse(new ConsistencyProof(3, 4, List.of(OTHER)).verifies(OTHER, OTHER));
  }
}
