package dev.gatehouse.recordings.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Bundles that were exported once and are never made again: every later version must accept them.
 */
class FrozenBundleTest {
  private static final String KEY =
      "frozen.example+8a1f5a11+ARaOMcmufmF+FeGhtBP7mgYrpLPZUByyJoG0tkjD71Ct";

  @Test
  void acceptsABundleOfForm1() {
    Path bundle = Path.of("src/test/resources/frozen/bundle-1");
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle, KEY));
    assertEquals("frozen.example", verified.origin());
    assertEquals(11, verified.entries());
    assertEquals(1, verified.openExchanges());
  }
}
