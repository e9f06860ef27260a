package dev.gatehouse.recordings.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TreeTest {
  /** The leaves and the roots that certificate transparency's own tests use. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static Hash leaf(int i) {
    return NaiveTree.leaf(i);
  }

  @Test
  void givesTheRootsOfTheKnownVectors() {
    CompactRange range = CompactRange.empty();
    for (int size = 0; size <= LEAVES.size(); size++) {
      assertEquals(ROOTS.get(size), HexFormat.of().formatHex(range.root().toArray()));
      if (size < LEAVES.size()) {
        range.append(TreeHashing.leaf(HexFormat.of().parseHex(LEAVES.get(size))));
      }
    }
  }

  @Test
  void agreesWithTheNaiveRecursionAtEverySizeUpTo1024() {
    CompactRange range = CompactRange.empty();
    TileEdge edge = TileEdge.empty();
    List<Hash> leaves = new ArrayList<>();
    for (int size = 0; size <= 1024; size++) {
      Hash expected = NaiveTree.root(leaves);
      assertEquals(expected, range.root(), "size " + size);
      assertEquals(expected, edge.root(), "size " + size);
      assertEquals(expected, CompactRange.of(size, range.subtrees()).root(), "size " + size);
      range.append(leaf(size));
      edge.append(leaf(size));
      leaves.add(leaf(size));
    }
  }

  @Test
  void cutsTheTreeIntoTilesOfItsLevels() {
    TileEdge edge = TileEdge.empty();
    Map<String, Tile> full = new HashMap<>();
    int size = 70_000;
    for (int i = 0; i < size; i++) {
      for (Tile tile : edge.append(leaf(i))) {
        full.put(tile.level() + "/" + tile.index(), tile);
      }
    }
    // The example of C2SP tlog-tiles: 273 full tiles and one of 112, one full and one of 17, one of
    // 1.
    assertEquals(273 + 1, full.size());
    List<Tile> partial = edge.partialTiles();
    assertEquals(List.of(112, 17, 1), partial.stream().map(tile -> tile.hashes().size()).toList());
    assertEquals(List.of(273L, 1L, 0L), partial.stream().map(Tile::index).toList());
    assertEquals(leaf(256), at(full, 0, 1).hashes().getFirst());
    assertEquals(at(full, 0, 7).root(), at(full, 1, 0).hashes().get(7));
    assertEquals(at(full, 1, 0).root(), partial.get(2).hashes().getFirst());
  }

  @Test
  void growsOnFromTilesAsFromTheStart() {
    for (int size : new int[] {0, 1, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_800}) {
      TileEdge whole = TileEdge.empty();
      Map<String, Tile> full = new HashMap<>();
      for (int i = 0; i < size; i++) {
        whole.append(leaf(i)).forEach(t -> full.put(t.level() + "/" + t.index(), t));
      }
      TileEdge again = TileEdge.of(size, rows(size, full));
      for (int i = size; i < size + 300; i++) {
        assertEquals(whole.root(), again.root(), "size " + i + " from " + size);
        assertEquals(whole.append(leaf(i)), again.append(leaf(i)), "size " + i + " from " + size);
      }
    }
  }

  private static Tile at(Map<String, Tile> full, int level, long index) {
    return Optional.ofNullable(full.get(level + "/" + index)).orElseThrow();
  }

  private static List<List<Hash>> rows(int size, Map<String, Tile> full) {
    List<List<Hash>> rows = new ArrayList<>();
    for (int level = 0; level < TileEdge.levels(size); level++) {
      List<Hash> row = new ArrayList<>();
      int end = size >> (8 * level);
      for (int i = end - TileEdge.partialWidth(size, level); i < end; i++) {
        row.add(level == 0 ? leaf(i) : at(full, level - 1, i).root());
      }
      rows.add(row);
    }
    return rows;
  }

  @Test
  void refusesHashesThatDoNotFitTheSize() {
    assertThrows(IllegalArgumentException.class, () -> CompactRange.of(3, List.of(leaf(0))));
    assertThrows(IllegalArgumentException.class, () -> TileEdge.of(2, List.of(List.of(leaf(0)))));
    assertThrows(IllegalArgumentException.class, () -> Tile.of(0, 0, new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> Tile.of(0, 0, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> Tile.of(0, 0, new byte[257 * 32]));
    assertThrows(IllegalArgumentException.class, () -> Hash.of(new byte[33]));
  }

  @Test
  void readsAHashInItsOneSpellingOnly() {
    String text = leaf(1).base64();
    assertEquals(leaf(1), Hash.ofBase64(text));
    assertThrows(IllegalArgumentException.class, () -> Hash.ofBase64(text.replace("=", "")));
    char last = text.charAt(42);
    String leftOver = text.substring(0, 42) + (char) (last + 1) + "=";
    assertThrows(IllegalArgumentException.class, () -> Hash.ofBase64(leftOver));
  }
}
