package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.merkle.ConsistencyProof;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.InclusionProof;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TileHashes;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.SignedNote;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the files of the golden log are, given its entries: the maker writes them, the test
 * compares.
 */
final class GoldenLog {
  static final Path DIRECTORY = Path.of("src/test/resources/golden");
  static final String ORIGIN = "golden.example";

  /** One full tile at level 0 and a partial one, and a partial one at level 1. */
  static final int SIZE = 300;

  static final List<Integer> SIZES = List.of(1, 100, 256, 257, SIZE);
  static final List<Integer> PROVEN = List.of(0, 1, 127, 255, 256, SIZE - 1);

  private final List<byte[]> statements;
  private final Map<String, Tile> tiles = new HashMap<>();
  private final TileHashes<RuntimeException> tree;

  GoldenLog(List<byte[]> statements) {
    this.statements = List.copyOf(statements);
    TileEdge edge = TileEdge.empty();
    for (byte[] statement : statements) {
      edge.append(TreeHashing.leaf(statement)).forEach(this::keep);
    }
    edge.partialTiles().forEach(this::keep);
    tree = new TileHashes<>(edge.size(), (level, index, width) -> tile(level, index));
  }

  private void keep(Tile tile) {
    tiles.put(tile.level() + "/" + tile.index(), tile);
  }

  private Tile tile(int level, long index) {
    return Optional.ofNullable(tiles.get(level + "/" + index)).orElseThrow();
  }

  Checkpoint checkpoint(int size) {
    return new Checkpoint(ORIGIN, size, tree.root(size));
  }

  /** Every file that follows from the entries and the newest note, by its path. */
  SortedMap<String, byte[]> files(SignedNote newest) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Tile tile : tiles.values()) {
      int width = tile.hashes().size();
      files.put(BundlePaths.tile(tile.level(), tile.index(), width), tile.toArray());
      if (tile.level() == 0) {
        files.put(BundlePaths.entries(tile.index(), width), entries(tile.index(), width));
      }
    }
    for (int index : PROVEN) {
      InclusionProof proof = InclusionProof.of(tree, index, SIZE);
      files.put("proof/" + index + ".tlog-proof", TlogProof.of(proof, newest).toArray());
      files.put("receipt/" + index + ".json", receipt(index).text().getBytes(UTF_8));
    }
    for (int size : SIZES) {
      for (int index : PROVEN) {
        if (index < size) {
          files.put(
              "inclusion/" + index + "-" + size,
              lines(InclusionProof.of(tree, index, size).hashes()));
        }
      }
      for (int older : SIZES) {
        if (older < size) {
          files.put(
              "consistency/" + older + "-" + size,
              lines(ConsistencyProof.of(tree, older, size).hashes()));
        }
      }
    }
    return files;
  }

  Receipt receipt(int index) {
    return new Receipt(ORIGIN, index, TreeHashing.leaf(statements.get(index)));
  }

  private byte[] entries(long block, int width) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    int first = (int) block * Tile.WIDTH;
    for (byte[] statement : statements.subList(first, first + width)) {
      entries.write(statement.length >>> 8);
      entries.write(statement.length);
      entries.writeBytes(statement);
    }
    return entries.toByteArray();
  }

  private static byte[] lines(List<Hash> hashes) {
    String lines = hashes.stream().map(hash -> hash.base64() + "\n").collect(Collectors.joining());
    return lines.getBytes(UTF_8);
  }
}
