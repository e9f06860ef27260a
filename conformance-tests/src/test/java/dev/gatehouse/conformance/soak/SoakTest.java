package dev.gatehouse.conformance.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.recordings.durability.Guarantees;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Many sessions at one time: nothing is lost, nothing reaches another session, and when all have
 * gone, nothing of them is left.
 */
@Isolated("times, threads or memory are measured")
class SoakTest {
  private static final int SESSIONS = Guarantees.size("soak.sessions", 100);
  private static final int SECONDS = Guarantees.size("soak.seconds", 5);
  private static final int WARM_UP = 20;

  /** Caches and buffers that fill in the first minutes, whoever comes. */
  private static final long HEAP_SLACK_BYTES = 24L << 20;

  /** Far less than one for each session, however few there are. */
  private static final long OBJECTS_SLACK = 40;

  /** A connection or two that are about to be closed. */
  private static final long SOCKETS_SLACK = 4;

  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(SESSIONS * 12L);

  @Test
  void nothingIsLostOrMixedUpOrLeftBehind(@TempDir Path folder)
      throws InterruptedException, IOException {
    Installation installation = new Installation(folder);
    try (LegacySoakServer legacy = new LegacySoakServer();
        ModernSoakServer modern = new ModernSoakServer()) {
      installation.upstream("legacy", legacy.uri()).upstream("modern", modern.uri());
      try (GatehouseProcess gateway = installation.serve()) {
        run(gateway, legacy, modern, folder);
      }
    }
    installation.verify().expecting(0);
  }

  private static void run(
      GatehouseProcess gateway, LegacySoakServer legacy, ModernSoakServer modern, Path folder)
      throws InterruptedException, IOException {
    long sockets = GatewayState.sockets(gateway.pid());
    try (Crowd few = crowd(WARM_UP, 1_000_000, gateway)) {
      few.act(Duration.ofSeconds(2), Duration.ofMillis(300));
      few.leave();
      assertEquals(List.of(), few.failures());
    }
    await(() -> legacy.open() == 0, () -> legacy.open() + " questions are open");
    await(() -> modern.listeners() == 0, () -> modern.listeners() + " listen");
    int sessionsBefore = legacy.sessions();
    GatewayState before = GatewayState.of(gateway.pid(), folder);
    String figures;
    try (Crowd crowd = crowd(SESSIONS, 0, gateway)) {
      crowd.act(Duration.ofSeconds(SECONDS), PAUSE);
      List<String> lost = crowd.awaitHeard(uri -> legacy.sent().of(uri) + modern.sent().of(uri));
      GatewayState during = GatewayState.of(gateway.pid(), folder);
      assertEquals(List.of(), crowd.failures());
      assertEquals(List.of(), lost);
      assertTrue(crowd.heard() > 0 && crowd.questions() > 0);
      assertTrue(during.threads() > before.threads() + crowd.streams());
      figures =
          "%d sessions, %d streams, %d s: %d calls, %d questions, %d changes heard, 0 lost, 0 mixed up; during: %s"
              .formatted(
                  SESSIONS,
                  crowd.streams(),
                  SECONDS,
                  crowd.calls(),
                  crowd.questions(),
                  crowd.heard(),
                  shown(during));
      crowd.leave();
      assertEquals(List.of(), crowd.failures());
    }
    await(
        () -> legacy.sessions() <= sessionsBefore,
        () -> legacy.sessions() + " sessions at the upstream, before " + sessionsBefore);
    await(() -> modern.listeners() == 0, () -> modern.listeners() + " listen");
    GatewayState after = awaitQuiet(gateway, before, folder);
    legacy.close();
    modern.close();
    await(
        () -> GatewayState.sockets(gateway.pid()) <= sockets + SOCKETS_SLACK,
        () -> GatewayState.sockets(gateway.pid()) + " sockets, before " + sockets);
    Guarantees.figure(
        "soak",
        figures
            + "; before: %s; after: %s; sockets at the start %d, at the end %d"
                .formatted(
                    shown(before), shown(after), sockets, GatewayState.sockets(gateway.pid())));
    assertEquals(Map.of(), after.more(before, OBJECTS_SLACK));
    assertTrue(after.heapBytes() <= before.heapBytes() + HEAP_SLACK_BYTES, () -> shown(after));
    assertTrue(after.threads() <= before.threads() + OBJECTS_SLACK, () -> shown(after));
    assertEquals(0, legacy.open());
  }

  private static Crowd crowd(int count, int from, GatehouseProcess gateway) {
    return new Crowd(count, from, gateway.mcp("legacy"), gateway.mcp("modern"));
  }

  /** Some things end a little after their session. */
  private static GatewayState awaitQuiet(GatehouseProcess gateway, GatewayState before, Path folder)
      throws InterruptedException {
    long end = System.nanoTime() + QUIET_WITHIN.toNanos();
    GatewayState after = GatewayState.of(gateway.pid(), folder);
    while (System.nanoTime() < end
        && !(after.more(before, OBJECTS_SLACK).isEmpty()
            && after.threads() <= before.threads() + OBJECTS_SLACK)) {
      Thread.sleep(500);
      after = GatewayState.of(gateway.pid(), folder);
    }
    return after;
  }

  private static void await(BooleanSupplier isSo, Supplier<String> otherwise)
      throws InterruptedException {
    long end = System.nanoTime() + QUIET_WITHIN.toNanos();
    while (!isSo.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertTrue(isSo.getAsBoolean(), () -> otherwise.get());
  }

  private static String shown(GatewayState state) {
    return "%.1f MB heap, %d threads, %d sockets, %d sessions, %d parked calls, %d questions"
        .formatted(
            state.heapBytes() / 1e6,
            state.threads(),
            state.sockets(),
            state.count("gateway.mcp.Session"),
            state.count("adapters.mcp.ParkedCall"),
            state.count("gateway.exchange.Question"));
  }
}
