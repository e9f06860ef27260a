package dev.gatehouse.recordings.leaf;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What an {@code erasure} entry says in its {@code ctx}: which entries lost their parts, and why.
 * Immutable.
 *
 * <p>Shape: {@code {"bucket":"2026-11","count":2,"entries":"<base64>","reason":"…"}}. The entries
 * are raw deflate of LEB128 gaps: the first index, then each one's distance from the one before.
 *
 * @param bucket the month whose key was destroyed
 * @param entries their indexes, ascending, at least one
 * @param reason why, in the words of whoever erased
 */
public record ErasedEntries(String bucket, List<Long> entries, String reason) {
  /** What one entry lists at most, so that its commit stays short. */
  public static final int ENTRIES_MAX = 4096;

  /** The longest gap takes nine bytes. */
  private static final int GAPS_BYTES_MAX = ENTRIES_MAX * 9;

  public ErasedEntries {
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException("1 to " + ENTRIES_MAX + " erased entries expected");
    }
    long previous = -1;
    for (long entry : entries) {
      if (entry <= previous) {
        throw new IllegalArgumentException("erased entries expected to ascend");
      }
      previous = entry;
    }
    if (!bucket.matches("[0-9]{4}-[0-9]{2}")) {
      throw new IllegalArgumentException("bucket `" + bucket + "` expected to be like 2026-11");
    }
  }

  /** The JSON that goes into the entry. */
  public String json() {
    return "{\"bucket\":\"%s\",\"count\":%d,\"entries\":\"%s\",\"reason\":%s}"
        .formatted(
            bucket,
            entries.size(),
            Base64.getEncoder().encodeToString(deflate(gaps())),
            JsonStrings.quote(reason));
  }

  /**
   * The indexes in the JSON of an entry.
   *
   * <p>Errors: {@code IllegalArgumentException} where it is not of the shape above.
   */
  public static List<Long> indexes(String json) {
    String entries = between(json, "\"entries\":\"", "\"");
    List<Long> indexes = new ArrayList<>();
    byte[] gaps = inflate(Base64.getDecoder().decode(entries));
    long index = 0;
    int offset = 0;
    while (offset < gaps.length) {
      long gap = 0;
      int shift = 0;
      while (true) {
        if (offset == gaps.length || shift > 56) {
          throw new IllegalArgumentException("erased entries with a gap that is cut off");
        }
        byte next = gaps[offset++];
        gap |= (next & 0x7fL) << shift;
        shift += 7;
        if (next >= 0) {
          break;
        }
      }
      index += gap;
      indexes.add(index);
    }
    // The constructor holds them to their order and number.
    ErasedEntries read =
        new ErasedEntries(between(json, "\"bucket\":\"", "\""), indexes, "as the entry says");
    if (!between(json, "\"count\":", ",").equals(Integer.toString(indexes.size()))) {
      throw new IllegalArgumentException("erased entries that are not as many as they say");
    }
    return read.entries();
  }

  private static String between(String json, String before, String after) {
    int start = json.indexOf(before);
    int end = start < 0 ? -1 : json.indexOf(after, start + before.length());
    if (end < 0) {
      throw new IllegalArgumentException("expected `" + before + "` among erased entries");
    }
    return json.substring(start + before.length(), end);
  }

  private byte[] gaps() {
    ByteArrayOutputStream gaps = new ByteArrayOutputStream();
    long previous = 0;
    for (long entry : entries) {
      long gap = entry - previous;
      while (gap > 0x7f) {
        gaps.write((int) ((gap & 0x7f) | 0x80));
        gap >>>= 7;
      }
      gaps.write((int) gap);
      previous = entry;
    }
    return gaps.toByteArray();
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] deflated = new byte[bytes.length + 64];
      int length = deflater.deflate(deflated);
      return Arrays.copyOf(deflated, length);
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflate(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      byte[] bytes = new byte[GAPS_BYTES_MAX + 1];
      int length = inflater.inflate(bytes);
      if (length > GAPS_BYTES_MAX || !inflater.finished() || inflater.getRemaining() > 0) {
        throw new IllegalArgumentException("erased entries that are cut off or too many");
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("erased entries that are not deflated", e);
    } finally {
      inflater.end();
    }
  }
}
