package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.leaf.Disclosure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A disclosure as it is encrypted: salt ‖ content in raw deflate.
 *
 * <p>Guarantee: pure; meant for the thread that appends, so that the sequencer need not compress.
 */
public final class Packing {
  /** Larger than any part that is let in; keeps a forged row from filling the memory. */
  private static final int CONTENT_BYTES_MAX = 64 * 1024 * 1024;

  /** Clearing a compressor's tables takes longer than storing this, and it would save little. */
  private static final int STORED_BYTES_MAX = 256;

  private Packing() {}

  /** Packs {@code disclosure}. */
  public static byte[] pack(Disclosure disclosure) {
    return disclosure.content().length <= STORED_BYTES_MAX
        ? stored(disclosure.salt(), disclosure.content())
        : deflated(disclosure);
  }

  /** One stored block, RFC 1951 §3.2.4: a last one, its length, the length's complement, bytes. */
  private static byte[] stored(byte[] salt, byte[] content) {
    return ByteBuffer.allocate(salt.length + 5 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(salt)
        .put((byte) 1)
        .putShort((short) content.length)
        .putShort((short) ~content.length)
        .put(content)
        .array();
  }

  private static byte[] deflated(Disclosure disclosure) {
    // The fastest level: JSON shrinks to within a tenth of the default's, in a third of the time.
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      byte[] content = disclosure.content();
      ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 2 + 128);
      packed.writeBytes(disclosure.salt());
      deflater.setInput(content);
      deflater.finish();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** Unpacks what {@link #pack} made of {@code part}. */
  public static Disclosure unpack(String part, byte[] packed) throws IOException {
    if (packed.length < Disclosure.SALT_BYTES) {
      throw new IOException("a packed part of " + packed.length + " bytes");
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed, Disclosure.SALT_BYTES, packed.length - Disclosure.SALT_BYTES);
      ByteArrayOutputStream content = new ByteArrayOutputStream(packed.length * 3);
      byte[] buffer = new byte[8192];
      while (!inflater.finished()) {
        int inflated = inflater.inflate(buffer);
        content.write(buffer, 0, inflated);
        boolean stuck = inflated == 0 && !inflater.finished();
        if (stuck || content.size() > CONTENT_BYTES_MAX) {
          throw new IOException("a packed part that is cut off or too large");
        }
      }
      if (inflater.getRemaining() > 0) {
        throw new IOException("a packed part with something behind it");
      }
      return new Disclosure(
          part, Arrays.copyOf(packed, Disclosure.SALT_BYTES), content.toByteArray());
    } catch (DataFormatException e) {
      throw new IOException("a packed part that is not deflated", e);
    } finally {
      inflater.end();
    }
  }
}
