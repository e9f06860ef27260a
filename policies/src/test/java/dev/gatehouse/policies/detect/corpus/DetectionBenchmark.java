package dev.gatehouse.policies.detect.corpus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.Detection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/masking.md}: what is found, and what looking costs.
 *
 * <p>Not part of the suite: {@code mvn -q -pl policies -Dtest=DetectionBenchmark verify} leaves
 * them in {@code policies/target/detection.md}. Takes three minutes. Times are the thread's own, so
 * that others on the machine count little; a kilobyte has 1,024 bytes of UTF-8.
 */
class DetectionBenchmark {
  private static final Path TABLES = Path.of("target", "detection.md");
  private static final List<Integer> SIZES = List.of(1 << 10, 1 << 16, 1 << 20, 10 << 20);
  private static final int COMPARED_SIZE = 1 << 16;
  private static final long WARMING_NANOS = 8_000_000_000L;
  private static final long ROUND_NANOS = 100_000_000;
  private static final int ROUNDS = 7;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Detection all = Detection.of(EnumSet.allOf(BuiltIn.class));

  @Test
  void writesWhatIsFoundAndWhatItCosts() throws IOException {
    String tables = "\n" + found() + "\n" + costs() + "\n" + engines();
    Files.createDirectories(TABLES.getParent());
    Files.writeString(TABLES, tables);
    System.out.println(tables);
    assertTrue(Files.size(TABLES) > 0);
  }

  private String found() {
    Corpus corpus = Corpus.make();
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%,d values in %d countries, %,d near misses.%n%n",
                corpus.values().size(),
                Country.values().length,
                corpus.nearMisses().size()));
    table.append("| kind | check | values | found | hidden | recall | near misses flagged | found");
    table.append(" wrongly | precision |\n|---|---|---|---|---|---|---|---|---|\n");
    for (Score score : Score.of(corpus, all).values()) {
      if (score.values() > 0 || score.wrong() > 0) {
        table.append(row(score));
      }
    }
    return table.toString();
  }

  private static String row(Score score) {
    String check = Values.CHECKED.contains(score.kind()) ? "yes" : "";
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %d | %d | %d | %s | %d | %d | %s |%n",
        score.kind().label(),
        check,
        score.values(),
        score.found(),
        score.hidden(),
        share(score.values() == 0 ? 1 : score.recall()),
        score.flagged(),
        score.wrong(),
        share(score.precision()));
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.3f", Math.floor(share * 1_000) / 1_000);
  }

  private String costs() {
    warm(text -> all.inText(text).size());
    StringBuilder table = new StringBuilder("| µs per KB | 1 KB | 64 KB | 1 MB | 10 MB |\n");
    table.append("|---|---|---|---|---|\n");
    double[] sums = new double[SIZES.size()];
    for (Prose kind : Prose.values()) {
      table.append("| ").append(kind.title());
      for (int i = 0; i < sums.length; i++) {
        String text = kind.ofLength(SIZES.get(i), i);
        double micros = microsPerKilobyte(it -> all.inText(it).size(), text);
        sums[i] += micros;
        table.append(String.format(Locale.ROOT, " | %.1f", micros));
      }
      table.append(" |\n");
    }
    table.append("| mean");
    for (double sum : sums) {
      table.append(String.format(Locale.ROOT, " | %.1f", sum / Prose.values().length));
    }
    return table.append(" |\n").toString();
  }

  private String engines() {
    StringBuilder table = new StringBuilder("| µs per KB, 64 KB | detectors | RE2/J | JDK |\n");
    table.append("|---|---|---|---|\n");
    List<ToIntFunction<String>> engines =
        List.of(text -> all.inText(text).size(), Patterns.re2(), Patterns.jdk());
    engines.forEach(DetectionBenchmark::warm);
    for (Prose kind : Prose.values()) {
      String text = kind.ofLength(COMPARED_SIZE, 1);
      table.append("| ").append(kind.title());
      for (ToIntFunction<String> engine : engines) {
        table.append(String.format(Locale.ROOT, " | %.1f", microsPerKilobyte(engine, text)));
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  /** Works at texts of all kinds, large and small, until the compiler has seen what there is. */
  private static void warm(ToIntFunction<String> work) {
    List<String> texts =
        Arrays.stream(Prose.values()).map(kind -> kind.ofLength(COMPARED_SIZE, 99)).toList();
    long start = THREADS.getCurrentThreadCpuTime();
    int found = 0;
    while (THREADS.getCurrentThreadCpuTime() - start < WARMING_NANOS) {
      for (String text : texts) {
        found += work.applyAsInt(text);
        found += work.applyAsInt(text.substring(0, SIZES.getFirst()));
      }
    }
    assertTrue(found > 0);
  }

  /** The median of several rounds. */
  private static double microsPerKilobyte(ToIntFunction<String> work, String text) {
    double kilobytes = text.getBytes(StandardCharsets.UTF_8).length / 1024.0;
    double[] rounds = new double[ROUNDS];
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long spent = 0;
      int times = 0;
      while (spent < ROUND_NANOS) {
        found += work.applyAsInt(text);
        times++;
        spent = THREADS.getCurrentThreadCpuTime() - start;
      }
      rounds[round] = spent / 1e3 / times / kilobytes;
    }
    Arrays.sort(rounds);
    assertTrue(found >= 0);
    return rounds[ROUNDS / 2];
  }
}
