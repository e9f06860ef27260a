package dev.gatehouse.gateway.audit;

import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what strangers try, and records the counts from time to time: a bounded number of entries
 * however often they try.
 *
 * <p>Guarantee: what was counted is recorded within {@link #EVERY}, and on {@link #close()}.
 * Thread-safe.
 */
public final class AccessSummaries implements AutoCloseable {
  private static final Logger LOG = System.getLogger(AccessSummaries.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** Sources told apart between two recordings; those beyond it are counted together. */
  private static final int SOURCES_MAX = 100;

  private record Source(String peer, String reason) {}

  private record Count(long attempts, Instant first, Instant last) {}

  private final Recorder recorder;
  private final InstantSource clock;
  private final Thread flusher;
  private Map<Source, Count> counts = new LinkedHashMap<>();

  /** Recording with this recorder until closed. */
  public AccessSummaries(Recorder recorder, InstantSource clock) {
    this.recorder = recorder;
    this.clock = clock;
    this.flusher = Thread.ofVirtual().name("access-summaries").start(this::run);
  }

  /**
   * Counts one attempt.
   *
   * @param peer where it came from
   * @param reason one word
   */
  public synchronized void count(String peer, String reason) {
    Source source = new Source(peer, reason);
    if (counts.size() >= SOURCES_MAX && !counts.containsKey(source)) {
      source = new Source("others", "any");
    }
    Instant now = clock.instant();
    Count before = counts.getOrDefault(source, new Count(0, now, now));
    counts.put(source, new Count(before.attempts() + 1, before.first(), now));
  }

  @Override
  public void close() {
    flusher.interrupt();
    flush();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        flush();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Map<Source, Count> take() {
    Map<Source, Count> taken = counts;
    counts = new LinkedHashMap<>();
    return taken;
  }

  private void flush() {
    for (Map.Entry<Source, Count> entry : take().entrySet()) {
      try {
        recorder.access(json(entry.getKey(), entry.getValue()));
      } catch (RecordingException e) {
        LOG.log(Level.ERROR, "event=access-summary-not-recorded cause=" + e.getMessage());
        return;
      }
    }
  }

  private static String json(Source source, Count count) {
    return Json.createObjectBuilder()
        .add("peer", source.peer())
        .add("reason", source.reason())
        .add("attempts", count.attempts())
        .add("first", count.first().toString())
        .add("last", count.last().toString())
        .build()
        .toString();
  }
}
