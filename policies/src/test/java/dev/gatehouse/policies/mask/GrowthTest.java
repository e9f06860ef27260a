package dev.gatehouse.policies.mask;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that would make a matcher with backtracking slow.
 *
 * <p>Sixteen times the text may take up to 100 times as long, so that a slow start of the JVM does
 * not fail the test; quadratic work would take 256 times as long.
 */
class GrowthTest {
  private static final java.nio.file.Path PIECES =
      java.nio.file.Path.of("src/test/resources/growth.txt");

  private static final int SMALL = 24_000;
  private static final int FACTOR = 16;
  private static final int FACTOR_ALLOWED = 100;

  /** Below this the clock tells little. */
  private static final long NANOS_MIN = 1_000_000;

  /** The thread's own time: others on the machine do not count. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final MaskPlan PLAN =
      MaskPlan.of(
          List.of(
              Mask.of(Set.of(BuiltIn.values()), Strategy.redact()),
              new Mask(
                  Optional.empty(),
                  Optional.of(Column.of("email")),
                  Set.of(),
                  Strategy.redact(),
                  false),
              Mask.at(pattern("$.secret"), Strategy.redact()),
              Mask.at(pattern("$..a..b..c"), Strategy.redact())));

  static Stream<String> pieces() throws IOException {
    return Files.readAllLines(PIECES).stream()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.substring(1, line.length() - 1))
        .map(piece -> piece.replace("\\u200b", "\u200b").replace("\\uff14", "\uff14"));
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void takesTimeInProportionToTheText(String piece) {
    Leaf small = leaf(piece, SMALL);
    Leaf large = leaf(piece, SMALL * FACTOR);

    long few = Math.max(nanos(List.of(small)), NANOS_MIN);
    long many = nanos(List.of(large));

    assertTrue(many <= few * FACTOR_ALLOWED, () -> piece + ": " + few + " ns, then " + many);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab ", "prefix prefix ", "x"})
  void takesTimeInProportionToTheValuesThatItLooksFor(String piece) {
    long few = Math.max(nanos(repeats(piece, SMALL / 10)), NANOS_MIN);
    long many = nanos(repeats(piece, SMALL / 10 * FACTOR));

    assertTrue(many <= few * FACTOR_ALLOWED, () -> piece + ": " + few + " ns, then " + many);
  }

  private static Leaf leaf(String piece, int length) {
    String text = piece.repeat(length / piece.length());
    return new Leaf(Path.root().key("text"), Leaf.Kind.STRING, text);
  }

  /** Values that begin alike, and a text that almost holds them again and again. */
  private static List<Leaf> repeats(String piece, int length) {
    List<Leaf> leaves = new ArrayList<>();
    String common = piece.repeat(100);
    int values = length / common.length();
    for (int i = 0; i < values; i++) {
      Path path = Path.root().key("secret").index(i);
      leaves.add(new Leaf(path, Leaf.Kind.STRING, common + i));
    }
    leaves.add(leaf(common + " ", length));
    return leaves;
  }

  private static long nanos(List<Leaf> leaves) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      masked(leaves);
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
    return best;
  }

  private static void masked(List<Leaf> leaves) {
    try {
      PLAN.apply(leaves, Pseudonyms.none());
    } catch (MaskingException e) {
      throw new AssertionError(e);
    }
  }

  private static PathPattern pattern(String path) {
    return switch (PathPattern.parse(path)) {
      case PathPattern.Parsed.Pattern(PathPattern pattern) -> pattern;
      case PathPattern.Parsed.Fault fault -> throw new AssertionError(fault);
    };
  }
}
