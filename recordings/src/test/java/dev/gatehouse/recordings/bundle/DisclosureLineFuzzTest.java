package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.Mutations;
import dev.gatehouse.recordings.leaf.Disclosure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DisclosureLineFuzzTest {
  @Test
  void disclosureLines() {
    for (String content : new String[] {"", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"}) {
      Disclosure disclosure = new Disclosure("msg", new byte[32], content.getBytes(US_ASCII));
      byte[] line = new DisclosureLine(7, disclosure).toArray();
      Mutations.requireStrict(
          Arrays.copyOf(line, line.length - 1),
          IllegalArgumentException.class,
          bytes -> {
            byte[] again = DisclosureLine.parse(new String(bytes, ISO_8859_1)).toArray();
            return Arrays.copyOf(again, again.length - 1);
          });
    }
  }
}
