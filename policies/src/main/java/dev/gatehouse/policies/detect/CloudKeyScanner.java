package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the keys of clouds and services.
 *
 * <p>Where a word begins as keys of an issuer do, the {@link KeyShape} says whether one stands
 * there; long tokens are looked at for {@linkplain BareSecrets secrets without a beginning}. What
 * follows a beginning is either found, and passed over, or given up within the shape's bound:
 * linear.
 */
final class CloudKeyScanner {
  private static final List<List<KeyShape>> SHAPES_BY_FIRST = byFirst();

  private final BuiltIn kind;

  private CloudKeyScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    Triggers.PlaceScanner scanner = new CloudKeyScanner(kind)::at;
    KeyShape.ALL.forEach(shape -> triggers.onBeginning(kind, shape.prefix(), scanner));
    triggers.onTokens(
        kind,
        (passage, start, end, findings) ->
            new BareSecrets(passage.text(), findings).scanWord(start, end));
  }

  private void at(Passage passage, int start, Findings findings) {
    if (start < findings.endOf(kind)) {
      return;
    }
    String text = passage.text();
    for (KeyShape shape : SHAPES_BY_FIRST.get(text.charAt(start))) {
      int end = shape.endIn(text, start);
      if (end > 0) {
        findings.add(kind, start, end);
        return;
      }
    }
  }

  private static List<List<KeyShape>> byFirst() {
    List<List<KeyShape>> byFirst = new ArrayList<>();
    for (char first = 0; first < 0x80; first++) {
      char wanted = first;
      byFirst.add(
          KeyShape.ALL.stream().filter(shape -> shape.prefix().charAt(0) == wanted).toList());
    }
    return List.copyOf(byFirst);
  }
}
