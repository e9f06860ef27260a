package dev.gatehouse.recordings.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.recordings.note.MalformedNoteException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How long it takes to verify a bundle of a million entries of 2 KB, and its entries alone.
 *
 * <p>Not part of the suite: {@code mvn -q -Pbenchmark -pl recordings -Dtest=VerificationBenchmark
 * verify}. Takes about 6 GB below {@code target}, which it keeps for the next time; {@code
 * -Dverification.entries} says how many entries.
 */
class VerificationBenchmark {
  private static final int MESSAGE_BYTES = 2048;
  private static final int ROUNDS = 3;

  @Test
  void measuresHowLongVerifyingTakes() throws IOException, MalformedNoteException {
    long entries = Long.getLong("verification.entries", 1_000_000);
    Path bundle = Path.of("target", "large-bundle-" + entries);
    Path keyFile = bundle.resolveSibling(bundle.getFileName() + ".vkey");
    if (!Files.exists(keyFile)) {
      delete(bundle);
      Files.writeString(keyFile, LargeBundle.write(bundle, entries, MESSAGE_BYTES));
    }
    String key = Files.readString(keyFile);
    for (int round = 1; round <= ROUNDS; round++) {
      measure(bundle, key, entries, Depth.EVERYTHING);
      measure(bundle, key, entries, Depth.ENTRIES);
    }
  }

  private static void measure(Path bundle, String key, long entries, Depth depth) {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    Duration cpuBefore = cpuTime();
    long start = System.nanoTime();
    Verification.Verified verified =
        assertInstanceOf(
            Verification.Verified.class,
            Verifier.verify(bundle, VerificationOrder.everything().trusting(key).as(depth)));
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = cpuTime().minus(cpuBefore).toNanos() / 1e9;
    assertEquals(entries, verified.entries());
    System.out.printf(
        "%-10s %,d entries in %.2f s (%.2f s of processor): %,.0f entries/s, at most %,d MB of"
            + " heap%n",
        depth, entries, seconds, cpuSeconds, entries / seconds, peakHeapBytes() >> 20);
  }

  private static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
