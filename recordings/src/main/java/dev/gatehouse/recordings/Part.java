package dev.gatehouse.recordings;

/**
 * One part of an entry's payload: stored encrypted beside the leaf, which holds only a salted
 * commitment to it.
 *
 * <p>Units and ranges: at most {@link #CONTENT_BYTES_MAX} bytes.
 */
public record Part(PartName name, Bytes content) {
  /** Far above any body that a gateway lets in; bounds what a reader must be ready to unpack. */
  public static final int CONTENT_BYTES_MAX = 64 * 1024 * 1024;

  public Part {
    if (content.length() > CONTENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "part `"
              + name.wireName()
              + "` has "
              + content.length()
              + " bytes, expected at most "
              + CONTENT_BYTES_MAX);
    }
  }
}
