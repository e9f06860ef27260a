package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.Disclosure;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The parts of an entry as they are encrypted, all at once: small ones shrink in company.
 *
 * <p>Shape: the number of parts in one byte; for each the length of its name in one byte, its name,
 * its salt of 32 bytes, the length of its content in four; a byte that is 0 where the contents
 * follow as they are, 1 where they follow in raw deflate; the contents, one behind the other.
 *
 * <p>Guarantee: pure; meant for the thread that appends, so that the sequencer need not compress.
 */
public final class Packing {
  /** Larger than any message that is let in; keeps a forged row from filling the memory. */
  private static final int CONTENT_BYTES_MAX = 64 * 1024 * 1024;

  /** Clearing a compressor's tables takes longer than storing this, and it would save little. */
  private static final int STORED_BYTES_MAX = 256;

  private static final byte STORED = 0;
  private static final byte DEFLATED = 1;

  private Packing() {}

  /** Packs {@code parts}. */
  public static byte[] pack(List<Disclosure> parts) {
    int headBytes = 2;
    int contentBytes = 0;
    for (Disclosure part : parts) {
      headBytes += 1 + part.part().length() + Disclosure.SALT_BYTES + Integer.BYTES;
      contentBytes = Math.addExact(contentBytes, part.content().length);
    }
    ByteBuffer packed =
        ByteBuffer.allocate(headBytes + contentBytes + Compression.overhead(contentBytes));
    packed.put((byte) parts.size());
    for (Disclosure part : parts) {
      packed.put((byte) part.part().length()).put(part.part().getBytes(US_ASCII));
      part.copySaltTo(packed);
      packed.putInt(part.content().length);
    }
    if (contentBytes <= STORED_BYTES_MAX) {
      packed.put(STORED);
      parts.forEach(part -> packed.put(part.content()));
    } else {
      packed.put(DEFLATED);
      Compression.deflate(parts.stream().map(Disclosure::content).toList(), packed);
    }
    return Arrays.copyOf(packed.array(), packed.position());
  }

  /** Unpacks what {@link #pack} made. */
  public static List<Disclosure> unpack(byte[] packed) throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(packed);
      int count = buffer.get();
      List<String> names = new ArrayList<>();
      List<byte[]> salts = new ArrayList<>();
      List<Integer> lengths = new ArrayList<>();
      long contentBytes = 0;
      for (int i = 0; i < count; i++) {
        names.add(new String(take(buffer, buffer.get() & 0xff), US_ASCII));
        salts.add(take(buffer, Disclosure.SALT_BYTES));
        lengths.add(buffer.getInt());
        contentBytes += lengths.get(i) & 0xffffffffL;
      }
      if (contentBytes > CONTENT_BYTES_MAX) {
        throw new IOException("packed parts that are too large");
      }
      ByteBuffer contents = contents(buffer, (int) contentBytes);
      List<Disclosure> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(new Disclosure(names.get(i), salts.get(i), take(contents, lengths.get(i))));
      }
      return parts;
    } catch (BufferUnderflowException e) {
      throw new IOException("packed parts that are cut off", e);
    }
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static ByteBuffer contents(ByteBuffer packed, int length) throws IOException {
    byte method = packed.get();
    if (method == STORED && packed.remaining() == length) {
      return packed;
    }
    if (method != DEFLATED) {
      throw new IOException("packed parts with something behind them");
    }
    return ByteBuffer.wrap(inflate(packed, length));
  }

  private static byte[] inflate(ByteBuffer deflated, int length) throws IOException {
    byte[] contents = new byte[length];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      int inflated = 0;
      while (inflated < length && !inflater.finished()) {
        int more = inflater.inflate(contents, inflated, length - inflated);
        if (more == 0 && inflater.needsInput()) {
          throw new IOException("packed parts that are cut off");
        }
        inflated += more;
      }
      // The end mark may still be unread where the last byte came out before it.
      boolean ended = inflater.finished() || inflater.inflate(new byte[1]) == 0;
      if (!ended || !inflater.finished() || inflated < length || deflated.hasRemaining()) {
        throw new IOException("packed parts with something behind them");
      }
      return contents;
    } catch (DataFormatException e) {
      throw new IOException("packed parts that are not deflated", e);
    } finally {
      inflater.end();
    }
  }
}
