package dev.gatehouse.recordings.merkle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The wrong twins of a proof's hashes: one flipped, dropped, added or swapped. */
final class Twins {
  private Twins() {}

  /** Lists that differ from {@code hashes}; {@code other} is a hash of some other tree. */
  static List<List<Hash>> of(List<Hash> hashes, Hash other) {
    List<List<Hash>> twins = new ArrayList<>();
    for (int i = 0; i <= hashes.size(); i++) {
      twins.add(edited(hashes, i, 0, List.of(other)));
      if (i == hashes.size()) {
        return twins;
      }
      twins.add(edited(hashes, i, 0, List.of(hashes.get(i))));
      twins.add(edited(hashes, i, 1, List.of()));
      twins.add(edited(hashes, i, 1, List.of(flipped(hashes.get(i)))));
      twins.add(edited(hashes, i, 1, List.of(other)));
      if (i + 1 < hashes.size()) {
        List<Hash> swapped = new ArrayList<>(hashes);
        Collections.swap(swapped, i, i + 1);
        twins.add(swapped);
      }
    }
    return twins;
  }

  private static List<Hash> edited(List<Hash> hashes, int at, int drop, List<Hash> insert) {
    List<Hash> edited = new ArrayList<>(hashes);
    edited.subList(at, at + drop).clear();
    edited.addAll(at, insert);
    return edited;
  }

  static Hash flipped(Hash hash) {
    byte[] bytes = hash.toArray();
    bytes[bytes[7] & 31] ^= 4;
    return Hash.of(bytes);
  }
}
