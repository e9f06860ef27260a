package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamMaskTest {
  private static final MaskPlan PLAN =
      MaskPlan.of(
          List.of(
              Mask.of(
                  Set.of(BuiltIn.PAYMENT_CARD, BuiltIn.EMAIL, BuiltIn.IBAN, BuiltIn.CLOUD_KEY),
                  Strategy.redact())));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1111",
        "5500005555555559",
        "ada.lovelace@example.com",
        "DE89370400440532013000",
        "AKIAIOSFODNN7EXAMPLE",
      })
  void hidesAValueWhereverItIsCutAcrossTwoOrThreeMessages(String value) throws Exception {
    for (int first = 1; first < value.length(); first++) {
      for (int second = first; second < value.length(); second++) {
        List<String> said =
            List.of(
                "step 7",
                value.substring(0, first),
                value.substring(first, second),
                value.substring(second),
                "1 done");

        List<String> heard = masked(said);

        String all = String.join("", heard);
        assertEquals(said.size(), heard.size());
        assertTrue(all.contains("[masked:"), all);
        assertTrue(all.startsWith("step 7") && all.endsWith("1 done"), all);
        String rest = value.substring(Math.min(value.length() - 1, 12));
        assertFalse(all.contains(rest), () -> heard + " shows the end of " + value);
      }
    }
  }

  @Test
  void letsMessagesGoOnThatOnlyLookAsIfAValueMightBeginInThem() throws Exception {
    List<String> said =
        IntStream.range(0, 300).mapToObj(i -> "chunk-%04d-of-0300".formatted(i)).toList();
    StreamMask<Integer> stream = PLAN.stream(Pseudonyms.none());
    List<Integer> heard = new ArrayList<>();
    int heldMax = 0;
    for (int i = 0; i < said.size(); i++) {
      next(stream, i, said.get(i)).forEach(ready -> heard.add(ready.message()));
      heldMax = Math.max(heldMax, stream.held());
    }
    stream.end().forEach(ready -> heard.add(ready.message()));

    assertEquals(IntStream.range(0, 300).boxed().toList(), heard);
    assertTrue(heldMax <= 65, "held " + heldMax);
  }

  @Test
  void doesNotHoldWordsAndSmallNumbers() throws Exception {
    StreamMask<Integer> stream = PLAN.stream(Pseudonyms.none());
    for (String text : List.of("installing", "step 3 of 10", "it is 2026 now", "", "50%")) {
      assertEquals(1, next(stream, 0, text).size(), text);
    }
  }

  @Test
  void holdsNumbersForAFewMessagesAtMost() throws Exception {
    StreamMask<Integer> stream = PLAN.stream(Pseudonyms.none());
    for (int i = 0; i < 500; i++) {
      next(stream, i, (i * 1024) + "/512000");
      assertTrue(stream.held() <= 8, "held " + stream.held());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void showsNoMoreThanTheBeginningOfAValueThatIsSpelledOut(int piece) throws Exception {
    String value = "AKIAIOSFODNN7EXAMPLE";
    List<String> said = new ArrayList<>();
    for (int at = 0; at < value.length(); at += piece) {
      said.add(value.substring(at, Math.min(value.length(), at + piece)));
    }
    assertTrue(String.join("", masked(said)).matches("[AKI]{0,5}\\[masked:cloud-key]"));
  }

  @Test
  void hidesWhatIsSpelledOutWithoutEndAndLetsDotsPass() throws Exception {
    assertTrue(masked(Collections.nCopies(200, "x")).contains("[masked:unreadable]"));
    List<String> dots = Collections.nCopies(200, ".");
    assertEquals(dots, masked(dots));
  }

  /** The texts as they come out, of those that came out. */
  private static List<String> masked(List<String> said) throws MaskingException {
    StreamMask<Integer> stream = PLAN.stream(Pseudonyms.none());
    List<String> heard = new ArrayList<>(said);
    List<Integer> order = new ArrayList<>();
    List<StreamMask.Ready<Integer>> ready = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      ready.addAll(next(stream, i, said.get(i)));
    }
    ready.addAll(stream.end());
    for (StreamMask.Ready<Integer> one : ready) {
      order.add(one.message());
      for (Edit edit : one.masking().edits()) {
        heard.set(one.message(), edit instanceof Edit.Text(_, String text, _) ? text : "?");
      }
    }
    assertEquals(IntStream.range(0, said.size()).boxed().toList(), order);
    return heard;
  }

  private static List<StreamMask.Ready<Integer>> next(
      StreamMask<Integer> stream, int message, String text) throws MaskingException {
    Leaf leaf = new Leaf(Path.root().key("message"), Leaf.Kind.STRING, text);
    return stream.next(message, List.of(leaf), Shape.any(), OptionalInt.of(0));
  }
}
