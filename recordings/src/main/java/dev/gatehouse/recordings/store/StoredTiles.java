package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileHashes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tiles of a log as its tables have them: full ones as kept, others from what is below. */
public record StoredTiles(EntryReader reader) implements TileHashes.Source<SQLException> {

  /** The hashes of the tree when it had {@code size} leaves. */
  public static TileHashes<SQLException> hashes(EntryReader reader, long size) {
    return new TileHashes<>(size, new StoredTiles(reader));
  }

  @Override
  public Tile tile(int level, long index, int width) throws SQLException {
    Optional<Tile> kept = reader.tile(level, index);
    if (kept.isPresent()) {
      return kept.get();
    }
    List<Hash> hashes = new ArrayList<>();
    long first = index * Tile.WIDTH;
    if (level == 0) {
      reader.leaves(first, width).forEach(leaf -> hashes.add(leaf.hash()));
    } else {
      for (int i = 0; i < width; i++) {
        hashes.add(tile(level - 1, first + i, Tile.WIDTH).root());
      }
    }
    if (hashes.size() < width) {
      throw new SQLException("tile " + index + " of level " + level + " is not complete");
    }
    return new Tile(level, index, hashes.subList(0, width));
  }
}
