package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.leaf.Disclosure;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 255, 256, 257, 1000, 100_000, 3_000_000})
  void packsContentOfAnyLength(int length) throws IOException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    requireExact(List.of(Disclosure.salted("tx", content, random)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 1000, 50_000})
  void packsSeveralPartsTogether(int length) throws IOException {
    byte[] text = "{\"name\":\"value\"}".repeat(length).getBytes(UTF_8);
    requireExact(
        List.of(
            Disclosure.salted("actor", "{}".getBytes(UTF_8), random),
            Disclosure.salted("ctx", new byte[0], random),
            Disclosure.salted("msg", text, random),
            Disclosure.salted("pol", text, random)));
  }

  private static void requireExact(List<Disclosure> parts) throws IOException {
    byte[] packed = Packing.pack(parts);
    assertEquals(parts, Packing.unpack(packed));
    byte[] cut = Arrays.copyOf(packed, packed.length - 1);
    assertThrows(IOException.class, () -> Packing.unpack(cut));
    byte[] grown = Arrays.copyOf(packed, packed.length + 1);
    assertThrows(IOException.class, () -> Packing.unpack(grown));
  }

  @Test
  void makesRepetitionSmall() {
    byte[] text = "{\"name\":\"value\"}".repeat(1000).getBytes(UTF_8);
    assertTrue(Packing.pack(List.of(Disclosure.salted("msg", text, random))).length < 500);
  }

  @Test
  void believesNoLengthThatWouldFillTheMemory() {
    byte[] packed = Packing.pack(List.of(Disclosure.salted("msg", new byte[10], random)));
    packed[1 + 1 + 3 + Disclosure.SALT_BYTES] = 0x7f;
    assertThrows(IOException.class, () -> Packing.unpack(packed));
  }
}
