package dev.gatehouse.recordings.bundle;

import dev.gatehouse.recordings.merkle.Tile;

/**
 * What the files of a bundle are called.
 *
 * <p>Shape: {@code tile/0/x001/x234/067}, {@code tile/entries/000.p/12}, {@code payload/000.jsonl},
 * {@code anchors/7.checkpoint}; a number of a tile is cut in groups of three digits, all but the
 * last behind an {@code x}. Source: C2SP tlog-tiles, "APIs"; the payload's names follow it.
 */
public final class BundlePaths {
  public static final String CHECKPOINT = "checkpoint";
  public static final String POLICY = "policy.txt";
  public static final String TRANSCRIPT = "transcript.jsonl";
  public static final String README = "README.txt";
  public static final String SUMS = "SHA256SUMS";

  private BundlePaths() {}

  /** The tile of {@code width} hashes at {@code level}. */
  public static String tile(int level, long index, int width) {
    return "tile/" + level + "/" + number(index) + partial(width);
  }

  /**
   * The bundle of the {@code width} leaves whose hashes are in the tile of this index at level 0.
   */
  public static String entries(long index, int width) {
    return "tile/entries/" + number(index) + partial(width);
  }

  /** The disclosures of those leaves. */
  public static String payload(long index) {
    return "payload/" + number(index) + ".jsonl";
  }

  /** The note that entry {@code index} quotes as an anchor, or that its timestamp covers. */
  static String anchorNote(long index) {
    return "anchors/" + index + ".checkpoint";
  }

  /** The timestamp of entry {@code index}. */
  static String timestamp(long index) {
    return "anchors/" + index + ".tsr";
  }

  /** The checkpoint by which old keys vouch for the new ones, quoted in entry {@code index}. */
  static String keyNote(long index) {
    return "keys/" + index + ".checkpoint";
  }

  private static String partial(int width) {
    return width == Tile.WIDTH ? "" : ".p/" + width;
  }

  private static String number(long index) {
    String path = digits(index % 1000);
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path = "x" + digits(rest % 1000) + "/" + path;
    }
    return path;
  }

  private static String digits(long group) {
    return Long.toString(1000 + group).substring(1);
  }
}
