package dev.gatehouse.recordings.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileHashesTest {
  /** Full tiles and partial ones, as the files of a log at one size. */
  private static Map<String, Tile> tiles(List<Hash> leaves) {
    TileEdge edge = TileEdge.empty();
    Map<String, Tile> tiles = new HashMap<>();
    for (Hash leaf : leaves) {
      edge.append(leaf).forEach(tile -> tiles.put(name(tile.level(), tile.index()), tile));
    }
    edge.partialTiles().forEach(tile -> tiles.put(name(tile.level(), tile.index()), tile));
    return tiles;
  }

  private static String name(int level, long index) {
    return level + "/" + index;
  }

  private static TileHashes.Source<IOException> source(Map<String, Tile> tiles, List<String> read) {
    return (level, index, width) -> {
      read.add(name(level, index));
      return Optional.ofNullable(tiles.get(name(level, index)))
          .filter(tile -> tile.hashes().size() >= width)
          .orElseThrow(() -> new IOException("no tile " + name(level, index)));
    };
  }

  @Test
  void givesTheProofsOfTheTreeThatWasCutIntoThem() throws IOException {
    Random random = new Random(7);
    for (int size : new int[] {1, 2, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 70_000}) {
      List<Hash> leaves = NaiveTree.leaves(size);
      TreeHashes<RuntimeException> table = NaiveTree.table(leaves);
      TileHashes<IOException> hashes =
          new TileHashes<>(size, source(tiles(leaves), new ArrayList<>()));
      Hash root = hashes.root(size);
      assertEquals(table.root(size), root);
      for (int round = 0; round < 50; round++) {
        int index = random.nextInt(size);
        InclusionProof inclusion = InclusionProof.of(hashes, index, size);
        assertEquals(InclusionProof.of(table, index, size), inclusion);
        assertTrue(inclusion.verifies(leaves.get(index), root));
        int oldSize = random.nextInt(size + 1);
        ConsistencyProof consistency = ConsistencyProof.of(hashes, oldSize, size);
        assertEquals(ConsistencyProof.of(table, oldSize, size), consistency);
        assertTrue(consistency.verifies(hashes.root(oldSize), root));
      }
    }
  }

  @Test
  void readsTwoTilesALevelForAProofAndThoseJustReadNotAgain() throws IOException {
    List<Hash> leaves = NaiveTree.leaves(70_000);
    List<String> read = new ArrayList<>();
    TileHashes<IOException> hashes = new TileHashes<>(70_000, source(tiles(leaves), read));
    InclusionProof.of(hashes, 12_345, 70_000);
    assertEquals(List.of("0/273", "0/48", "1/0", "1/1"), read.stream().sorted().toList());
    InclusionProof.of(hashes, 12_346, 70_000);
    assertEquals(4, read.size());
  }

  @Test
  void provesASizeThatTheTilesHaveOutgrown() throws IOException {
    List<Hash> leaves = NaiveTree.leaves(700);
    TileHashes<IOException> hashes =
        new TileHashes<>(300, source(tiles(leaves), new ArrayList<>()));
    assertEquals(
        InclusionProof.of(NaiveTree.table(leaves.subList(0, 300)), 299, 300),
        InclusionProof.of(hashes, 299, 300));
    assertThrows(IllegalArgumentException.class, () -> InclusionProof.of(hashes, 0, 301));
    assertThrows(IllegalArgumentException.class, () -> hashes.root(301));
    assertThrows(IllegalArgumentException.class, () -> hashes.root(-1));
  }

  @Test
  void passesOnThatATileIsMissingOrShort() {
    List<Hash> leaves = NaiveTree.leaves(700);
    Map<String, Tile> tiles = tiles(leaves);
    tiles.put("0/2", new Tile(0, 2, leaves.subList(512, 600)));
    TileHashes<IOException> hashes = new TileHashes<>(700, source(tiles, new ArrayList<>()));
    assertThrows(IOException.class, () -> InclusionProof.of(hashes, 1, 700));
    tiles.remove("0/2");
    assertThrows(IOException.class, () -> InclusionProof.of(hashes, 1, 700));
  }

  @Test
  void hasNoSubtreeThatIsNotComplete() {
    TileHashes<IOException> hashes =
        new TileHashes<>(5, source(tiles(NaiveTree.leaves(5)), new ArrayList<>()));
    assertThrows(IllegalArgumentException.class, () -> hashes.subtree(1, 2));
    assertThrows(IllegalArgumentException.class, () -> hashes.subtree(0, 5));
    assertThrows(IllegalArgumentException.class, () -> hashes.subtree(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> hashes.subtree(0, -1));
    assertThrows(IllegalArgumentException.class, () -> hashes.subtree(64, 0));
  }
}
