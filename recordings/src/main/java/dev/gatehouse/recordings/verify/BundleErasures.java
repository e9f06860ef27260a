package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.DisclosureLine;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.Tile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the erasure entries of a bundle without checking the others. Confined to one thread.
 *
 * <p>Guarantee: what it takes for an erasure entry has a list that it commits to; whether it was
 * signed is seen where it stands.
 */
final class BundleErasures implements ErasedParts.Search {
  /** How the leaf of an erasure ends, which has no word behind its type. */
  private static final byte[] END = "\"type\":\"erasure\",\"v\":1}".getBytes(US_ASCII);

  private final BundleContent content;
  private final long size;
  private final LineBuffer lines = new LineBuffer();

  BundleErasures(BundleContent content, long size) {
    this.content = content;
    this.size = size;
  }

  @Override
  public void run(ErasedParts.Lists lists) throws FaultException {
    for (long block = 0; block < Evidence.blocks(size); block++) {
      String path = BundlePaths.entries(block, Evidence.width(block, size));
      // Where one is missing, that is told when it is its turn.
      Map<Long, Leaf> found =
          content.paths().contains(path) ? erasures(block, content.read(path)) : Map.of();
      if (!found.isEmpty()) {
        takeLists(block, found, lists);
      }
    }
  }

  private static Map<Long, Leaf> erasures(long block, byte[] entries) {
    Map<Long, Leaf> found = new HashMap<>();
    long index = block * Tile.WIDTH;
    int at = 0;
    while (at + 2 <= entries.length) {
      int start = at + 2;
      at = start + ((entries[at] & 0xff) << 8) + (entries[at + 1] & 0xff);
      if (at <= entries.length && endsAsErasure(entries, start, at)) {
        Optional<Leaf> leaf = leaf(entries, start, at);
        if (leaf.isPresent()) {
          found.put(index, leaf.get());
        }
      }
      index++;
    }
    return found;
  }

  private static boolean endsAsErasure(byte[] entries, int start, int end) {
    return end - start >= END.length
        && Arrays.equals(entries, end - END.length, end, END, 0, END.length);
  }

  private static Optional<Leaf> leaf(byte[] entries, int start, int end) {
    try {
      return Optional.of(Leaf.parse(entries, start, end));
    } catch (MalformedLeafException e) {
      return Optional.empty();
    }
  }

  private void takeLists(long block, Map<Long, Leaf> erasures, ErasedParts.Lists lists)
      throws FaultException {
    String path = BundlePaths.payload(block);
    if (!content.paths().contains(path)) {
      return;
    }
    try (InputStream file = content.open(path)) {
      lines.begin(file);
      while (lines.nextLine()) {
        OptionalLong entry =
            DisclosureLine.entryOf(lines.bytes(), lines.lineStart(), lines.lineEnd());
        long index = entry.orElse(-1);
        Optional<Leaf> leaf = Optional.ofNullable(erasures.get(index));
        if (leaf.isPresent()) {
          list(index, leaf.get()).ifPresent(list -> lists.take(index, list.content()));
        }
      }
    } catch (IOException e) {
      throw BundleContent.unreadable(path, e);
    }
  }

  private Optional<Disclosure> list(long index, Leaf leaf) {
    try {
      Disclosure list =
          DisclosureLine.parse(lines.bytes(), lines.lineStart(), lines.lineEnd(), index, "ctx");
      boolean committed = leaf.commitment("ctx").equals(Optional.of(list.commitment()));
      return committed ? Optional.of(list) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
