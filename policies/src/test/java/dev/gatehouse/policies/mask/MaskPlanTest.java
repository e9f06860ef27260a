package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskPlanTest {
  private static final Mask CARDS = everywhere(Strategy.redact(), BuiltIn.PAYMENT_CARD);
  private static final Mask MAIL = everywhere(Strategy.redact(), BuiltIn.EMAIL);

  @Test
  void countsWhatItHidesByLabel() {
    MaskPlan plan = MaskPlan.of(List.of(CARDS, MAIL, at("$.secret")));
    List<Leaf> leaves =
        List.of(
            text("a", "ada@example.com, bob@example.com: 4111111111111111"),
            text("b", "nothing"),
            text("secret", "x"));

    Masking masking = masking(plan, leaves);

    assertEquals(
        List.of(
            new Edit.Text(
                0, "[masked:email], [masked:email]: [masked:payment-card]", "email+payment-card"),
            new Edit.Text(2, "[masked:path]", "path")),
        masking.edits());
    assertEquals(Map.of("email", 2, "payment-card", 1, "path", 1), masking.counts());
  }

  @Test
  void hidesNothingWhenEmpty() {
    assertTrue(MaskPlan.empty().isEmpty());
    assertTrue(MaskPlan.of(List.of()).isEmpty());
    assertFalse(MaskPlan.of(List.of(MAIL)).isEmpty());
    List<Leaf> leaves = List.of(text("a", "ada@example.com"));
    assertEquals(Masking.none(), masking(MaskPlan.empty(), leaves));
    assertEquals("ada@example.com", MaskPlan.empty().scrub("ada@example.com"));
  }

  @Test
  void sealsIfAnyOfItDoesAndScrubsNothingForIt() {
    MaskPlan mail = MaskPlan.of(List.of(MAIL));
    assertFalse(mail.seals());
    assertFalse(mail.and(MaskPlan.empty()).seals());
    for (MaskPlan both : List.of(mail.and(MaskPlan.sealing()), MaskPlan.sealing().and(mail))) {
      assertTrue(both.seals());
      assertTrue(both.and(mail).seals());
      assertEquals(1, masking(both, List.of(text("a", "ada@example.com"))).edits().size());
    }
    assertTrue(MaskPlan.sealing().isEmpty());
    assertTrue(MaskPlan.empty().and(MaskPlan.sealing()).seals());
    assertTrue(MaskPlan.sealing().and(MaskPlan.empty()).seals());
    assertEquals("ada@example.com", MaskPlan.sealing().scrub("ada@example.com"));
  }

  @Test
  void addsUpAndKeepsTheStricter() {
    Mask lenient = everywhere(Strategy.last4(), BuiltIn.PAYMENT_CARD);
    MaskPlan both = MaskPlan.of(List.of(lenient)).and(MaskPlan.of(List.of(CARDS, MAIL)));

    assertEquals("[masked:payment-card] [masked:email]", both.scrub("4111111111111111 a@bc.de"));
    assertEquals(
        "[masked:payment-card:1111] a@bc.de",
        MaskPlan.of(List.of(lenient)).scrub("4111111111111111 a@bc.de"));
  }

  @Test
  void leavesNothingOfAValueTooShortForItsLastFour() {
    Mask mail = everywhere(Strategy.last4(), BuiltIn.EMAIL);

    assertEquals("[masked:email]", MaskPlan.of(List.of(mail)).scrub("ada@bc.de"));
    assertEquals(
        "[masked:email:ecom]", MaskPlan.of(List.of(mail)).scrub("ada.lovelace@example.com"));
  }

  @Test
  void scrubsATextWholeWhereOnlyAPlaceTellsTheValue() {
    assertEquals("[masked:unreadable]", MaskPlan.of(List.of(MAIL, at("$.ssn"))).scrub("{\"ssn\":"));
    Mask placed =
        new Mask(
            Optional.of(pattern("$.note")),
            Optional.empty(),
            Set.of(BuiltIn.EMAIL),
            Strategy.redact(),
            false);
    assertEquals("{ [masked:email]", MaskPlan.of(List.of(placed)).scrub("{ ada@example.com"));
  }

  @Test
  void looksForRepeatedValuesAsWholeWords() {
    MaskPlan plan = MaskPlan.of(List.of(at("$.s")));
    String text = "abcd abcde xabcd (abcd) abcd-abcd ab";

    Masking masking = masking(plan, List.of(text("t", text), text("s", "abcd"), text("u", "abc")));

    assertEquals(
        "[masked:path] abcde xabcd ([masked:path]) [masked:path]-[masked:path] ab",
        firstText(masking));
    assertEquals(2, masking.edits().size());
  }

  @Test
  void looksForTheLongestOfRepeatedValues() {
    MaskPlan plan = MaskPlan.of(List.of(at("$.s")));
    String value = "one two three four five six seven eight nine ten eleven twelve thirteen";
    List<Leaf> leaves =
        List.of(
            text("t", "<" + value + "> <one two> <" + value.replace("thirteen", "13") + ">"),
            new Leaf(Path.root().key("s").index(0), Leaf.Kind.STRING, value),
            new Leaf(Path.root().key("s").index(1), Leaf.Kind.STRING, "one two"));

    String masked = firstText(masking(plan, leaves));

    assertTrue(masked.startsWith("<[masked:path]> <[masked:path]> <[masked:path]"), masked);
  }

  @Test
  void hidesAllTextsWhenThereAreTooManyValuesToLookFor() {
    MaskPlan plan = MaskPlan.of(List.of(at("$.s")));
    List<Leaf> leaves = new ArrayList<>();
    leaves.add(text("t", "harmless"));
    for (int i = 0; i <= 10_000; i++) {
      leaves.add(new Leaf(Path.root().key("s").index(i), Leaf.Kind.STRING, "value " + i));
    }

    assertEquals(leaves.size(), masking(plan, leaves).edits().size());
    assertEquals(
        leaves.size() - 2, masking(plan, leaves.subList(0, leaves.size() - 1)).edits().size());
  }

  @Test
  void keepsMaskedKeysOfOneObjectApart() {
    Path root = Path.root();
    List<Leaf> leaves =
        List.of(
            key(root, "a@bc.de"),
            key(root, "b@bc.de"),
            key(root, "[masked:email]#2"),
            key(root.key("a@bc.de"), "c@bc.de"),
            key(root.key("a.b"), "d@bc.de"),
            key(root.key("a").key("b"), "e@bc.de"));

    List<String> names =
        masking(MaskPlan.of(List.of(MAIL)), leaves).edits().stream()
            .map(MaskPlanTest::textOf)
            .toList();

    assertEquals(
        List.of(
            "[masked:email]",
            "[masked:email]#3",
            "[masked:email]",
            "[masked:email]",
            "[masked:email]"),
        names);
  }

  @Test
  void letsNothingPassWhereSomethingFailsWhileItHides() throws Exception {
    MaskPlan plan = MaskPlan.of(List.of(everywhere(new Strategy.Hash(), BuiltIn.EMAIL)));
    Pseudonyms failing =
        new Pseudonyms() {
          @Override
          public String hash(String kind, String value) {
            throw new IllegalStateException("a fault, with ada@example.com in it");
          }

          @Override
          public String token(String kind, String value) {
            return hash(kind, value);
          }

          @Override
          public int shiftDays(String subject, int most) {
            return 1;
          }

          @Override
          public void keep(Map<String, String> values) {
            // There is nothing to keep.
          }
        };

    MaskingException e =
        assertThrows(
            MaskingException.class,
            () -> plan.apply(List.of(text("a", "ada@example.com")), failing));

    assertEquals("a detector failed", e.getMessage());
    assertEquals(Masking.none(), plan.apply(List.of(text("a", "nobody")), failing));
  }

  private static Masking masking(MaskPlan plan, List<Leaf> leaves) {
    try {
      return plan.apply(leaves, Pseudonyms.none());
    } catch (MaskingException e) {
      throw new AssertionError(e);
    }
  }

  private static String firstText(Masking masking) {
    return textOf(masking.edits().getFirst());
  }

  private static String textOf(Edit edit) {
    return edit instanceof Edit.Text(_, String text, _) ? text : edit.toString();
  }

  private static Mask everywhere(Strategy strategy, Detector detector) {
    return Mask.of(Set.of(detector), strategy);
  }

  private static Mask at(String path) {
    return Mask.at(pattern(path), Strategy.redact());
  }

  private static PathPattern pattern(String path) {
    return switch (PathPattern.parse(path)) {
      case PathPattern.Parsed.Pattern(PathPattern pattern) -> pattern;
      case PathPattern.Parsed.Fault fault -> throw new AssertionError(fault);
    };
  }

  private static Leaf text(String key, String text) {
    return new Leaf(Path.root().key(key), Leaf.Kind.STRING, text);
  }

  private static Leaf key(Path object, String name) {
    return new Leaf(object.key(name), Leaf.Kind.KEY, name);
  }
}
