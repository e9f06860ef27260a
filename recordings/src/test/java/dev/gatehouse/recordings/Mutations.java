package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Fuzzing of strict readers: whatever is done to good bytes, a reader throws what it declares and
 * nothing else, and what it takes it can write again, byte for byte.
 */
public final class Mutations {
  private static final int ROUNDS = 4000;
  private static final int BORDERS_MAX = 100;
  private static final int CHANGES_MAX = 4;

  /** What readers split at, count with and quote by. */
  private static final List<String> PIECES =
      List.of(
          "\n",
          "\n\n",
          "\r\n",
          " ",
          "  ",
          "\t",
          "\0",
          "=",
          "==",
          "A",
          "AAAA",
          "0",
          "00",
          "-1",
          "1",
          "9999999999999999999",
          "18446744073709551616",
          "+",
          "/",
          "\"",
          "\\",
          "\\u0000",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "null",
          "— ",
          "\u0663",
          "\ud83d\ude00",
          "\u2028",
          "é");

  private Mutations() {}

  /** Reads bytes, and writes again what they said. */
  public interface Reader {
    byte[] rewrite(byte[] bytes) throws Exception;
  }

  /** Holds {@code reader} to it, from {@code good} bytes and a fixed seed. */
  public static void requireStrict(
      byte[] good, Class<? extends Exception> declared, Reader reader) {
    Random random = new Random(good.length);
    assertTrue(accepts(good, declared, reader), "the bytes before any change");
    List<Integer> borders = borders(good);
    int refused = 0;
    for (int border : borders.subList(0, Math.min(borders.size(), BORDERS_MAX))) {
      for (String piece : PIECES) {
        byte[] bytes = replaced(good, border, border, piece.getBytes(UTF_8));
        refused += accepts(bytes, declared, reader) ? 0 : 1;
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = good;
      for (int change = random.nextInt(CHANGES_MAX); change >= 0; change--) {
        bytes = changed(bytes, borders, random);
      }
      refused += accepts(bytes, declared, reader) ? 0 : 1;
    }
    assertTrue(refused > 0, "none of the changes was refused");
  }

  private static boolean accepts(byte[] bytes, Class<? extends Exception> declared, Reader reader) {
    byte[] again;
    try {
      again = reader.rewrite(bytes.clone());
    } catch (Exception | StackOverflowError e) {
      if (declared.isInstance(e)) {
        return false;
      }
      throw new AssertionError("reading `" + new String(bytes, ISO_8859_1) + "`", e);
    }
    assertArrayEquals(bytes, again, () -> "`" + new String(bytes, ISO_8859_1) + "` written again");
    return true;
  }

  /** Where one thing ends and the next begins: long hashes must not draw all changes to them. */
  private static List<Integer> borders(byte[] bytes) {
    List<Integer> borders = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      if ("\n \",:+{}".indexOf(bytes[i]) >= 0) {
        borders.add(i);
        borders.add(i + 1);
      }
    }
    borders.add(bytes.length);
    return borders;
  }

  private static byte[] changed(byte[] bytes, List<Integer> borders, Random random) {
    int anywhere = random.nextInt(bytes.length + 1);
    int border = Math.min(bytes.length, borders.get(random.nextInt(borders.size())));
    int from = random.nextBoolean() ? anywhere : border;
    int to = from + random.nextInt(Math.min(bytes.length - from, 40) + 1);
    return switch (random.nextInt(7)) {
      case 0 -> bitFlipped(bytes, random);
      case 1 -> replaced(bytes, from, to, new byte[0]);
      case 2 -> replaced(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
      case 3 -> replaced(bytes, from, from, piece(random));
      case 4 -> replaced(bytes, from, to, piece(random));
      case 5 -> Arrays.copyOf(bytes, from);
      default -> replaced(bytes, from, Math.min(from + 1, bytes.length), anyByte(random));
    };
  }

  private static byte[] bitFlipped(byte[] bytes, Random random) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
  }

  private static byte[] anyByte(Random random) {
    return new byte[] {(byte) random.nextInt(256)};
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    ByteArrayOutputStream replaced = new ByteArrayOutputStream();
    replaced.write(bytes, 0, from);
    replaced.writeBytes(by);
    replaced.write(bytes, to, bytes.length - to);
    return replaced.toByteArray();
  }
}
