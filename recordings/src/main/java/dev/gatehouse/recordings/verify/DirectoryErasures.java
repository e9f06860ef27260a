package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.StoredRow;
import dev.gatehouse.recordings.store.PayloadKeys;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;

/** Finds the erasure entries of a stored log without checking the others. */
final class DirectoryErasures implements ErasedParts.Search {
  private final EntryReader reader;
  private final PayloadKeys keys;
  private final long size;

  DirectoryErasures(EntryReader reader, PayloadKeys keys, long size) {
    this.reader = reader;
    this.keys = keys;
    this.size = size;
  }

  @Override
  public void run(ErasedParts.Lists lists) throws FaultException {
    try {
      long index = 0;
      while (index < size) {
        List<StoredRow> rows = reader.rows(index, (int) Math.min(Tile.WIDTH, size - index));
        if (rows.isEmpty()) {
          return;
        }
        for (StoredRow row : rows) {
          take(row, lists);
        }
        index = rows.getLast().leaf().index() + 1;
      }
    } catch (SQLException e) {
      throw FaultException.in("log.db", "unreadable: " + e.getMessage(), "a readable log");
    }
  }

  private void take(StoredRow row, ErasedParts.Lists lists) throws SQLException {
    try {
      byte[] statement = row.leaf().statement();
      Leaf leaf = Leaf.parse(statement, 0, statement.length);
      if (!leaf.type().equals("erasure")) {
        return;
      }
      for (Disclosure part : keys.open(row)) {
        if (ErasedParts.isList(leaf, part.part())
            && leaf.commitment(part.part()).orElse("").equals(part.commitment())) {
          lists.take(row.leaf().index(), part.content());
        }
      }
    } catch (MalformedLeafException
        | GeneralSecurityException
        | IOException
        | IllegalArgumentException e) {
      // It is no erasure entry; what else it is, is told when it is its turn.
    }
  }
}
