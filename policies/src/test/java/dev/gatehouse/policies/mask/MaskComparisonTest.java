package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.Detector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What another plan would do to a message that one plan has masked. */
class MaskComparisonTest {
  private static final Set<Detector> CARDS = Set.of(BuiltIn.PAYMENT_CARD);
  private static final Set<Detector> MAIL = Set.of(BuiltIn.EMAIL);

  @Test
  void findsNothingForTheSamePlanReadTwice() throws MaskingException {
    List<MaskChange> changes =
        MaskComparison.of(
            MaskPlan.of(List.of(at("$.a", CARDS), everywhere(MAIL, Strategy.redact()))),
            MaskPlan.of(List.of(everywhere(MAIL, Strategy.redact()), at("$.a", CARDS))),
            leaves("a", "x"),
            Map.of("payment-card", 1));
    assertEquals(List.of(), changes);
  }

  @Test
  void findsWhatWouldBeHiddenBesides() throws MaskingException {
    assertEquals(
        List.of(new MaskChange.More("a", "email")),
        MaskComparison.of(
            plan(CARDS, Strategy.redact()),
            MaskPlan.of(
                List.of(everywhere(CARDS, Strategy.redact()), everywhere(MAIL, Strategy.redact()))),
            leaves("a", "[masked:payment-card] of ada@example.org"),
            Map.of("payment-card", 1)));
  }

  @Test
  void findsWhatWouldBeShown() throws MaskingException {
    assertEquals(
        List.of(new MaskChange.Less("a", "payment-card")),
        MaskComparison.of(
            plan(CARDS, Strategy.redact()),
            plan(MAIL, Strategy.redact()),
            leaves("a", "pay by [masked:payment-card]"),
            Map.of("payment-card", 1)));
  }

  @Test
  void findsWhatWouldBeHiddenInAnotherWay() throws MaskingException {
    assertEquals(
        List.of(new MaskChange.Otherwise("a", "payment-card", "redact", "last4")),
        MaskComparison.of(
            plan(CARDS, Strategy.redact()),
            plan(CARDS, Strategy.last4()),
            leaves("a", "[masked:payment-card]"),
            Map.of("payment-card", 1)));
  }

  @Test
  void findsThatAPathWouldBeHiddenNoMore() throws MaskingException {
    assertEquals(
        List.of(new MaskChange.Less("a", "path")),
        MaskComparison.of(
            MaskPlan.of(List.of(at("$.a", Set.of()))),
            MaskPlan.of(List.of(at("$.b", Set.of()))),
            leaves("a", "[masked:path]"),
            Map.of("path", 1)));
  }

  @Test
  void saysThatNobodyKnowsWhereSomethingWasDropped() throws MaskingException {
    List<MaskChange> changes =
        MaskComparison.of(
            plan(CARDS, new Strategy.Drop()),
            MaskPlan.of(List.of(at("$.b", CARDS))),
            leaves("a", "what is left"),
            Map.of("payment-card", 1));
    assertInstanceOf(MaskChange.Unsaid.class, changes.getFirst());
    assertEquals(1, changes.size());
  }

  @Test
  void takesForMarksWhatMasksLeaveAndNothingElse() {
    Set<String> labels = Set.of("email", "iban");
    assertEquals(
        Map.of("email", 2, "iban", 1),
        Marks.in("[masked:email] [email:h:9f2c41d07a3be512] [masked:iban:3000]", labels));
    assertEquals(Map.of(), Marks.in("[masked:emails] [email] masked:email [masked:bic]", labels));
  }

  private static MaskPlan plan(Set<Detector> detectors, Strategy strategy) {
    return MaskPlan.of(List.of(everywhere(detectors, strategy)));
  }

  private static Mask everywhere(Set<Detector> detectors, Strategy strategy) {
    return new Mask(Optional.empty(), Optional.empty(), detectors, strategy, false);
  }

  private static Mask at(String path, Set<Detector> detectors) {
    PathPattern pattern =
        assertInstanceOf(PathPattern.Parsed.Pattern.class, PathPattern.parse(path)).pattern();
    return new Mask(Optional.of(pattern), Optional.empty(), detectors, Strategy.redact(), false);
  }

  private static List<Leaf> leaves(String key, String text) {
    return List.of(new Leaf(Path.root().key(key), Leaf.Kind.STRING, text));
  }
}
