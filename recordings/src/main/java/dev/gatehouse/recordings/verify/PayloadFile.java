package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.DisclosureLine;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Tile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The payload files of a bundle, read line by line in the order of the entries that commit to them.
 * Confined to one thread.
 */
final class PayloadFile implements AutoCloseable {
  /** Base64 of the largest part, and the names around it. */
  private static final int LINE_BYTES_MAX = 64 * 1024 * 1024 / 3 * 4 + 1024;

  private final BundleContent content;
  private InputStream file = InputStream.nullInputStream();
  private String path = "";

  PayloadFile(BundleContent content) {
    this.content = content;
  }

  /** Reads and checks all that {@code leaf} commits to. */
  List<Disclosure> disclosures(long index, Leaf leaf) throws FaultException {
    String wanted = BundlePaths.payload(index / Tile.WIDTH);
    if (!leaf.commitments().isEmpty() && !wanted.equals(path)) {
      requireEnd();
      file = content.open(wanted);
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
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = file.read(); b != '\n'; b = file.read()) {
        if (b < 0 || line.size() > LINE_BYTES_MAX) {
          throw FaultException.in(path, "a line without its end", expected);
        }
        line.write(b);
      }
      return DisclosureLine.parse(line.toString(ISO_8859_1));
    } catch (IOException e) {
      throw FaultException.in(path, "unreadable: " + e.getMessage(), expected);
    } catch (IllegalArgumentException e) {
      throw FaultException.in(path, "not in form: " + e.getMessage(), expected);
    }
  }

  /** Says so where something follows that no entry commits to. */
  void requireEnd() throws FaultException {
    try {
      if (file.read() >= 0) {
        throw FaultException.in(path, "more than the entries commit to", "the end of the file");
      }
      file.close();
    } catch (IOException e) {
      throw FaultException.in(path, "unreadable: " + e.getMessage(), "the end of the file");
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }
}
