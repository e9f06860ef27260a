package dev.gatehouse.recordings.merkle;

import java.util.ArrayList;
import java.util.List;

/** The definitions of RFC 6962 §2.1, word for word, over lists of leaf hashes. */
final class NaiveTree {
  private NaiveTree() {}

  /** The hash of the leaf that tests have at {@code index}. */
  static Hash leaf(int index) {
    return TreeHashing.leaf(new byte[] {(byte) index, (byte) (index >> 8), (byte) (index >> 16)});
  }

  static List<Hash> leaves(int size) {
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      leaves.add(leaf(i));
    }
    return leaves;
  }

  /** MTH(D[n]). */
  static Hash root(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return TreeHashing.emptyRoot();
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = split(leaves.size());
    return TreeHashing.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  /** PATH(m, D[n]). */
  static List<Hash> path(int m, List<Hash> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    return m < k
        ? with(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
        : with(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
  }

  /** PROOF(m, D[n]). */
  static List<Hash> proof(int m, List<Hash> leaves) {
    return subproof(m, leaves, true);
  }

  private static List<Hash> subproof(int m, List<Hash> leaves, boolean whole) {
    int n = leaves.size();
    if (m == n) {
      return whole ? List.of() : List.of(root(leaves));
    }
    int k = split(n);
    return m <= k
        ? with(subproof(m, leaves.subList(0, k), whole), root(leaves.subList(k, n)))
        : with(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
  }

  private static List<Hash> with(List<Hash> hashes, Hash last) {
    List<Hash> all = new ArrayList<>(hashes);
    all.add(last);
    return all;
  }

  /** The largest power of two smaller than {@code n}. */
  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }

  /** Every perfect subtree's root, hashed from its leaves each time. */
  static TreeHashes<RuntimeException> hashes(List<Hash> leaves) {
    return (level, index) ->
        root(leaves.subList((int) (index << level), (int) ((index + 1) << level)));
  }

  /** All perfect subtrees' roots, each hashed once. */
  static TreeHashes<RuntimeException> table(List<Hash> leaves) {
    List<List<Hash>> rows = new ArrayList<>();
    for (List<Hash> row = leaves; !row.isEmpty(); row = parents(row)) {
      rows.add(row);
    }
    return (level, index) -> rows.get(level).get((int) index);
  }

  private static List<Hash> parents(List<Hash> row) {
    List<Hash> parents = new ArrayList<>();
    for (int i = 0; i + 1 < row.size(); i += 2) {
      parents.add(TreeHashing.node(row.get(i), row.get(i + 1)));
    }
    return parents;
  }
}
