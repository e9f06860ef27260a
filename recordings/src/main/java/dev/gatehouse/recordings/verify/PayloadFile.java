package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.DisclosureLine;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Tile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The payload files of a bundle, read line by line in the order of the entries that commit to them.
 * Confined to one thread.
 */
final class PayloadFile implements AutoCloseable {
  private final BundleContent content;
  private BoundedLines lines = new BoundedLines(InputStream.nullInputStream());
  private String path = "";

  PayloadFile(BundleContent content) {
    this.content = content;
  }

  /** Reads and checks all that {@code leaf} commits to. */
  List<Disclosure> disclosures(long index, Leaf leaf) throws FaultException {
    String wanted = BundlePaths.payload(index / Tile.WIDTH);
    if (!leaf.commitments().isEmpty() && !wanted.equals(path)) {
      requireEnd();
      lines = new BoundedLines(content.open(wanted));
      path = wanted;
    }
    List<Disclosure> disclosures = new ArrayList<>();
    for (String part : leaf.commitments().keySet()) {
      DisclosureLine line = next(index, part);
      if (line.entry() != index || !line.disclosure().part().equals(part)) {
        throw FaultException.in(
            path,
            "`" + line.disclosure().part() + "` of entry " + line.entry(),
            "`" + part + "` of entry " + index);
      }
      Disclosures.check(index, leaf, line.disclosure());
      disclosures.add(line.disclosure());
    }
    return disclosures;
  }

  private DisclosureLine next(long index, String part) throws FaultException {
    String expected = "`" + part + "` of entry " + index;
    try {
      return DisclosureLine.parse(lines.next());
    } catch (IOException | IllegalArgumentException e) {
      throw FaultException.in(path, "not in form: " + e.getMessage(), expected);
    }
  }

  /** Says so where something follows that no entry commits to. */
  void requireEnd() throws FaultException {
    try {
      if (!lines.atEnd()) {
        throw FaultException.in(path, "more than the entries commit to", "the end of the file");
      }
      lines.close();
    } catch (IOException e) {
      throw FaultException.in(path, "unreadable: " + e.getMessage(), "the end of the file");
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }
}
