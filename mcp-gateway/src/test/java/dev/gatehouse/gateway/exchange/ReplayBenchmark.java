package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.replay.RecordedTraffic;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.check.ReplayedCall;
import dev.gatehouse.recordings.LogReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Times a replay of 100,000 recorded calls, with another set of rules: half a minute at most.
 *
 * <p>Writing the log takes a minute or more, by how fast the disk syncs, and is not counted.
 */
class ReplayBenchmark {
  private static final int CALLS = Integer.getInteger("gatehouse.replay.calls", 100_000);
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  @Test
  void replaysInHalfAMinute(@TempDir Path folder) throws Exception {
    long began = System.nanoTime();
    ReplayTraffic.write(folder, CALLS, 1_000);
    Duration writing = Duration.ofNanos(System.nanoTime() - began);
    String policy = ReplayTraffic.RECORDED.replace("args.amount > 900", "args.amount > 500");
    PolicySet.Reading reading = PolicySet.of(List.of(new PolicyText("candidate.yaml", policy)));
    if (!(reading instanceof PolicySet.Reading.Accepted(PolicySet set, _))) {
      throw new IllegalArgumentException(reading.toString());
    }
    AtomicLong differ = new AtomicLong();
    AtomicLong told = new AtomicLong();
    Duration replaying;
    try (LogReader log = LogReader.open(folder)) {
      began = System.nanoTime();
      new RecordedTraffic(
              set,
              List.of(),
              outcome -> {
                if (outcome instanceof RecordedTraffic.Outcome.Replayed(ReplayedCall call)
                    && call.differs()) {
                  differ.incrementAndGet();
                }
              })
          .read(log, log.size(), (_, _) -> told.incrementAndGet());
      replaying = Duration.ofNanos(System.nanoTime() - began);
    }
    String figures =
        "| %d calls replayed | %.1f s | %.0f a second | written in %.1f s |"
            .formatted(
                CALLS,
                replaying.toMillis() / 1e3,
                CALLS * 1e3 / Math.max(1, replaying.toMillis()),
                writing.toMillis() / 1e3);
    System.out.println(figures);
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "replay.md"), figures + "\n");
    long expected =
        IntStream.range(0, CALLS)
            .filter(ReplayTraffic::isPayment)
            .map(ReplayTraffic::amount)
            .filter(amount -> amount > 500 && amount <= 900)
            .count();
    assertEquals(expected, differ.get());
    assertTrue(told.get() > 100, "no progress was told");
    assertTrue(replaying.compareTo(AT_MOST) <= 0, figures);
  }
}
