package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.DisclosureLine;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The payload file of one block, read in the order of the entries that commit to its lines; there
 * is none where none of them has a part. Confined to one thread.
 */
final class PayloadLines implements AutoCloseable {
  private final String path;
  private final LineBuffer lines;
  private final InputStream file;
  private boolean atLine;
  private long read;

  PayloadLines(BundleContent content, String path, LineBuffer lines, boolean wanted)
      throws FaultException {
    this.path = path;
    this.lines = lines;
    boolean there = wanted && content.paths().contains(path);
    this.file = there ? content.open(path) : InputStream.nullInputStream();
    lines.begin(file);
    advance();
  }

  private void advance() throws FaultException {
    try {
      atLine = lines.nextLine();
    } catch (IOException e) {
      throw BundleContent.unreadable(path, e);
    }
  }

  /** Reads and checks all that {@code leaf}, of entry {@code index}, commits to. */
  List<Disclosure> of(long index, Leaf leaf) throws FaultException {
    List<Disclosure> disclosures = new ArrayList<>(4);
    List<String> parts = leaf.parts();
    for (int i = 0; i < parts.size(); i++) {
      Disclosure disclosure = next(index, parts.subList(i, parts.size()));
      Disclosures.check(index, leaf, disclosure);
      disclosures.add(disclosure);
      read++;
      advance();
    }
    return disclosures;
  }

  /** Whether the next line is that of a later entry than {@code index}, or there is none. */
  boolean isPast(long index) {
    return !atLine || entry().orElse(0) > index;
  }

  private Disclosure next(long index, List<String> parts) throws FaultException {
    String part = parts.getFirst();
    if (!atLine) {
      throw missing(index, part);
    }
    try {
      return parse(index, part);
    } catch (IllegalArgumentException e) {
      if (entry().orElse(0) > index || isOneOf(index, parts)) {
        throw missing(index, part);
      }
      throw FaultException.in(path, "" + e.getMessage(), "`" + part + "` of entry " + index);
    }
  }

  private Disclosure parse(long index, String part) {
    return DisclosureLine.parse(lines.bytes(), lines.lineStart(), lines.lineEnd(), index, part);
  }

  private OptionalLong entry() {
    return DisclosureLine.entryOf(lines.bytes(), lines.lineStart(), lines.lineEnd());
  }

  private boolean isOneOf(long index, List<String> parts) {
    for (String part : parts) {
      try {
        return parse(index, part).part().equals(part);
      } catch (IllegalArgumentException e) {
        // Then it may be the next.
      }
    }
    return false;
  }

  private static FaultException missing(long index, String part) {
    return FaultException.at(
        index, "payload missing: `" + part + "`", "its payload, for no erasure entry names it");
  }

  /** Says so where something follows that no entry commits to. */
  void requireEnd() throws FaultException {
    if (atLine) {
      throw FaultException.in(path, "more than the entries commit to", "the end of the file");
    }
  }

  /** Whether the file has to be there, which it is then. */
  boolean used() {
    return read > 0;
  }

  @Override
  public void close() throws FaultException {
    try {
      file.close();
    } catch (IOException e) {
      throw BundleContent.unreadable(path, e);
    }
  }
}
