package dev.gatehouse.gateway.vault;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownTokensTest {
  private final KnownTokens known = new KnownTokens();

  @Test
  void knowsWhatWasWrittenUntilItIsErased() {
    known.add(List.of("a", "b"), known.generation());
    assertTrue(known.has("a"));
    assertFalse(known.has("c"));
    known.forget(List.of("a"));
    assertFalse(known.has("a"));
    assertTrue(known.has("b"));
    known.forgetAll();
    assertFalse(known.has("b"));
  }

  @Test
  void doesNotKnowWhatMayHaveBeenErasedSinceItWasWritten() {
    long before = known.generation();
    known.forget(List.of("a"));
    known.add(List.of("a"), before);
    assertFalse(known.has("a"));

    long again = known.generation();
    known.forgetAll();
    known.add(List.of("a"), again);
    assertFalse(known.has("a"));

    known.add(List.of("a"), known.generation());
    assertTrue(known.has("a"), "written after the erasure");
  }
}
