package dev.gatehouse.recordings.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InclusionProofTest {
  private static final Hash OTHER = TreeHashing.leaf(new byte[] {1, 2, 3, 4});

  @Test
  void isWhatTheDefinitionSaysForEveryLeafOfEverySizeUpTo256() {
    for (int size = 1; size <= 256; size++) {
      List<Hash> leaves = NaiveTree.leaves(size);
      Hash root = NaiveTree.root(leaves);
      for (int index = 0; index < size; index++) {
        requireTheDefinition(index, leaves, root);
      }
    }
  }

  @Test
  void isWhatTheDefinitionSaysForSomeLeavesOfEverySizeUpTo1024() {
    Random random = new Random(1024);
    for (int size = 257; size <= 1024; size++) {
      List<Hash> leaves = NaiveTree.leaves(size);
      Hash root = NaiveTree.root(leaves);
      requireTheDefinition(0, leaves, root);
      requireTheDefinition(size - 1, leaves, root);
      requireTheDefinition(random.nextInt(size), leaves, root);
    }
  }

  private static void requireTheDefinition(int index, List<Hash> leaves, Hash root) {
    int size = leaves.size();
    InclusionProof proof = InclusionProof.of(NaiveTree.table(leaves), index, size);
    assertEquals(NaiveTree.path(index, leaves), proof.hashes(), "leaf " + index + " of " + size);
    assertTrue(proof.verifies(leaves.get(index), root), "leaf " + index + " of " + size);
  }

  @Test
  void refusesEveryWrongTwin() {
    for (int size = 1; size <= 70; size++) {
      List<Hash> leaves = NaiveTree.leaves(size);
      Hash root = NaiveTree.root(leaves);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.of(NaiveTree.table(leaves), index, size);
        Hash leaf = leaves.get(index);
        assertTrue(proof.verifies(leaf, root));
        assertFalse(proof.verifies(OTHER, root));
        assertFalse(proof.verifies(leaf, OTHER));
        assertFalse(proof.verifies(Twins.flipped(leaf), root));
        for (List<Hash> twin : Twins.of(proof.hashes(), OTHER)) {
          assertFalse(new InclusionProof(index, size, twin).verifies(leaf, root), () -> "" + proof);
        }
      }
    }
  }

  @Test
  void refusesEveryOtherIndexOfTheTree() {
    for (int size = 2; size <= 40; size++) {
      List<Hash> leaves = NaiveTree.leaves(size);
      Hash root = NaiveTree.root(leaves);
      for (int index = 0; index < size; index++) {
        List<Hash> hashes = InclusionProof.of(NaiveTree.table(leaves), index, size).hashes();
        for (int wrong = 0; wrong <= 2 * size; wrong++) {
          assertEquals(
              wrong == index,
              new InclusionProof(wrong, size, hashes).verifies(leaves.get(index), root),
              "leaf " + index + " of " + size + " as " + wrong);
        }
      }
    }
  }

  /** A size is the tree's only if the root is: the same hashes may fit two sizes in length. */
  @Test
  void refusesTheRootOfAnotherSize() {
    List<Hash> leaves = NaiveTree.leaves(66);
    TreeHashes<RuntimeException> tree = NaiveTree.table(leaves);
    for (int size = 1; size <= 65; size++) {
      for (int index = 0; index < size; index++) {
        Hash leaf = leaves.get(index);
        List<Hash> hashes = InclusionProof.of(tree, index, size).hashes();
        for (int wrong : new int[] {size - 1, size + 1}) {
          assertFalse(new InclusionProof(index, size, hashes).verifies(leaf, tree.root(wrong)));
          assertFalse(new InclusionProof(index, wrong, hashes).verifies(leaf, tree.root(wrong)));
        }
      }
    }
  }

  @Test
  void refusesTheProofOfAnotherTree() {
    List<Hash> leaves = NaiveTree.leaves(37);
    List<Hash> others = leaves.stream().map(leaf -> TreeHashing.node(leaf, leaf)).toList();
    InclusionProof proof = InclusionProof.of(NaiveTree.table(others), 5, 37);
    assertTrue(proof.verifies(others.get(5), NaiveTree.root(others)));
    assertFalse(proof.verifies(leaves.get(5), NaiveTree.root(leaves)));
    assertFalse(proof.verifies(leaves.get(5), NaiveTree.root(others)));
  }

  /** Without the prefix byte of RFC 6962 an inner node would pass for a leaf. */
  @Test
  void refusesAnInnerNodeAsALeafOfASmallerTree() {
    List<Hash> leaves = NaiveTree.leaves(8);
    Hash root = NaiveTree.root(leaves);
    List<Hash> pairs = InclusionProof.of(NaiveTree.table(leaves), 2, 8).hashes().subList(1, 3);
    byte[] inner = new byte[64];
    leaves.get(2).copyTo(inner, 0);
    leaves.get(3).copyTo(inner, 32);
    assertFalse(new InclusionProof(1, 4, pairs).verifies(TreeHashing.leaf(inner), root));
  }

  @Test
  void verifiesInTheLargestTreesAndEndsWhateverItIsGiven() {
    List<Hash> hashes = NaiveTree.leaves(63);
    Hash root = OTHER;
    for (Hash sibling : hashes) {
      root = TreeHashing.node(root, sibling);
    }
    assertTrue(new InclusionProof(0, Long.MAX_VALUE, hashes).verifies(OTHER, root));
    assertFalse(new InclusionProof(0, Long.MAX_VALUE, hashes.subList(0, 62)).verifies(OTHER, root));
    assertFalse(new InclusionProof(1, Long.MAX_VALUE, hashes).verifies(OTHER, root));
    List<Hash> many = NaiveTree.leaves(1000);
    assertFalse(new InclusionProof(0, Long.MAX_VALUE, many).verifies(OTHER, root));
  }

  @Test
  void makesNoneForALeafThatIsNotThere() {
    TreeHashes<RuntimeException> tree = NaiveTree.table(NaiveTree.leaves(4));
    for (long index : new long[] {-1, 4, 5, Long.MAX_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> InclusionProof.of(tree, index, 4));
    }
    assertThrows(IllegalArgumentException.class, () -> InclusionProof.of(tree, 0, 0));
    assertFalse(new InclusionProof(0, 0, List.of()).verifies(OTHER, TreeHashing.emptyRoot()));
    assertFalse(new InclusionProof(0, 0, List.of()).verifies(OTHER, OTHER));
  }
}
