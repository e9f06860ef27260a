package dev.gatehouse.recordings.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.leaf.Disclosure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlePathsTest {
  @Test
  void namesTilesAsTheSpecificationDoes() {
    assertEquals("tile/0/000", BundlePaths.tile(0, 0, 256));
    assertEquals("tile/0/273.p/112", BundlePaths.tile(0, 273, 112));
    assertEquals("tile/2/x001/x234/067", BundlePaths.tile(2, 1_234_067, 256));
    assertEquals("tile/entries/x001/000.p/1", BundlePaths.entries(1000, 1));
    assertEquals("payload/x001/000.jsonl", BundlePaths.payload(1000));
  }

  private static Disclosure parse(String line, long entry, String part) {
    byte[] bytes = ("before" + line + "behind").getBytes(StandardCharsets.US_ASCII);
    return DisclosureLine.parse(bytes, 6, bytes.length - 6, entry, part);
  }

  @Test
  void readsTheDisclosureThatItWrites() throws IOException {
    for (int length = 0; length < 10; length++) {
      byte[] content = new byte[length];
      Arrays.fill(content, (byte) (length * 41));
      Disclosure disclosure = new Disclosure("msg", new byte[32], content);
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      DisclosureLine.write(7, disclosure, written);
      String line = written.toString(StandardCharsets.US_ASCII);
      assertTrue(line.endsWith("\n"));
      assertEquals(disclosure, parse(line.stripTrailing(), 7, "msg"));
      assertThrows(IllegalArgumentException.class, () -> parse(line.stripTrailing(), 8, "msg"));
      assertThrows(IllegalArgumentException.class, () -> parse(line.stripTrailing(), 7, "tx"));
      byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
      assertEquals(OptionalLong.of(7), DisclosureLine.entryOf(bytes, 0, bytes.length - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"content\":\"\"}",
        "{\"content\":\"\",\"entry\":1}",
        "{\"content\":\"\",\"entry\":1,\"part\":\"msg\"}",
        "{\"content\":\"\",\"entry\":x,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"\",\"entry\":01,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"\",\"entry\":1,\"part\":\"other\",\"salt\":\"@\"}",
        "{\"content\":\"AA\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"AA=\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"AAB=\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"AA==AA==\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"A-==\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"AB==\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"\",\"entry\":1,\"part\":\"msg\",\"salt\":\"\"}",
        "{\"content\":\"\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"} ",
        " {\"content\":\"\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
      })
  void refusesEveryOtherSpellingOfADisclosure(String line) {
    String salted = line.replace("@", "A".repeat(43) + "=");
    assertThrows(IllegalArgumentException.class, () -> parse(salted, 1, "msg"));
  }
}
