package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.Mutations;
import dev.gatehouse.recordings.leaf.Disclosure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DisclosureLineFuzzTest {
  @Test
  void readsDisclosureLinesStrictly() throws IOException {
    for (String content : new String[] {"", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"}) {
      Disclosure disclosure = new Disclosure("msg", new byte[32], content.getBytes(US_ASCII));
      Mutations.requireStrict(
          line(disclosure),
          IllegalArgumentException.class,
          bytes -> line(DisclosureLine.parse(bytes, 0, bytes.length, 7, "msg")));
    }
  }

  /** Without its line end, which does not belong to it. */
  private static byte[] line(Disclosure disclosure) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    DisclosureLine.write(7, disclosure, line);
    return Arrays.copyOf(line.toByteArray(), line.size() - 1);
  }
}
