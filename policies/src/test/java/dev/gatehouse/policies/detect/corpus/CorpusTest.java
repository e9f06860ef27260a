package dev.gatehouse.policies.detect.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.Detection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds detectors to the shares of values and of near misses that documents promise. */
class CorpusTest {
  private static final int SAMPLES_MIN = 5_000;
  private static final int KINDS_MIN = 25;
  private static final int COUNTRIES_MIN = 10;

  private static final double CHECKED_RECALL_MIN = 0.99;
  private static final double CHECKED_PRECISION_MIN = 0.98;
  private static final double OTHER_MIN = 0.95;

  /** One in a hundred near misses that anything is found in. */
  private static final double FLAGGED_MAX = 0.01;

  private final Corpus corpus = Corpus.make();

  @Test
  void findsWhatItPromisesToFindOfEachKind() {
    Map<BuiltIn, Score> scores = Score.of(corpus, Detection.of(EnumSet.allOf(BuiltIn.class)));

    List<Score> missed =
        scores.values().stream().filter(score -> score.values() > 0 && !isEnough(score)).toList();

    assertEquals(List.of(), missed);
    int flagged = scores.values().stream().mapToInt(Score::flagged).sum();
    assertTrue(flagged < FLAGGED_MAX * corpus.nearMisses().size(), () -> "flagged " + flagged);
  }

  @Test
  void countsWhatIsNotLookedForAsMissed() {
    Map<BuiltIn, Score> scores =
        Score.of(corpus, Detection.of(EnumSet.of(BuiltIn.JWT, BuiltIn.IBAN)));

    Set<BuiltIn> enough =
        scores.values().stream()
            .filter(score -> score.values() > 0 && isEnough(score))
            .map(Score::kind)
            .collect(Collectors.toSet());

    assertEquals(Set.of(BuiltIn.JWT, BuiltIn.IBAN), enough);
  }

  @Test
  void countsWhatIsFoundInNearMissesAsWrong() {
    Score score = new Score(BuiltIn.IBAN, 100, 100, 100, 3, 3);

    assertFalse(isEnough(score));
    assertTrue(isEnough(new Score(BuiltIn.IBAN, 100, 100, 100, 1, 1)));
  }

  @Test
  void isAsLargeAsItIsSaidToBe() {
    long kinds = corpus.values().stream().map(CorpusTest::kind).distinct().count();

    assertTrue(corpus.values().size() >= SAMPLES_MIN, () -> "values " + corpus.values().size());
    assertTrue(corpus.nearMisses().size() >= SAMPLES_MIN);
    assertTrue(kinds >= KINDS_MIN, () -> "kinds " + kinds);
    assertTrue(Country.values().length >= COUNTRIES_MIN);
    assertEquals(corpus.values(), Corpus.make().values());
  }

  @Test
  void makesTheCheckDigitsOfPublishedNumbers() {
    assertEquals("4111111111111111", Checks.withLuhn("411111111111111"));
    assertEquals("2363", Checks.withVerhoeff("236"));
    assertEquals("36574261809", Checks.withMod1110("3657426180"));
    List.of("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606")
        .forEach(
            iban -> assertEquals(1, Checks.remainder97(iban.substring(4) + iban.substring(0, 4))));
  }

  private static BuiltIn kind(Sample sample) {
    return sample.mark().map(Sample.Mark::kind).orElseThrow();
  }

  private static boolean isEnough(Score score) {
    boolean checked = Values.CHECKED.contains(score.kind());
    return score.recall() >= (checked ? CHECKED_RECALL_MIN : OTHER_MIN)
        && score.precision() >= (checked ? CHECKED_PRECISION_MIN : OTHER_MIN);
  }
}
