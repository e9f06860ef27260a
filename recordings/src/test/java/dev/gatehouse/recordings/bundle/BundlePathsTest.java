package dev.gatehouse.recordings.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.recordings.leaf.Disclosure;
import java.nio.charset.StandardCharsets;
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

  @Test
  void readsTheDisclosureThatItWrites() {
    Disclosure disclosure = new Disclosure("msg", new byte[32], new byte[] {1, 2, 3, 4});
    String line =
        new String(new DisclosureLine(7, disclosure).toArray(), StandardCharsets.US_ASCII);
    DisclosureLine read = DisclosureLine.parse(line.stripTrailing());
    assertEquals(7, read.entry());
    assertEquals(disclosure, read.disclosure());
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
        "{\"content\":\"AB==\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
        "{\"content\":\"\",\"entry\":1,\"part\":\"msg\",\"salt\":\"\"}",
        "{\"content\":\"\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"} ",
        " {\"content\":\"\",\"entry\":1,\"part\":\"msg\",\"salt\":\"@\"}",
      })
  void refusesEveryOtherSpellingOfADisclosure(String line) {
    String salted = line.replace("@", "A".repeat(43) + "=");
    assertThrows(IllegalArgumentException.class, () -> DisclosureLine.parse(salted));
  }
}
