package dev.gatehouse.conformance.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.conformance.product.Receipt;
import dev.gatehouse.recordings.durability.Guarantees;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before anything of an exchange is sent, upstream or to the client, its record is durable. */
class TracedGatewayTest {
  private static final int EXCHANGES = Guarantees.size("exchanges", 400);
  private static final int CLIENTS = 16;

  /** Every second client opens one, and the reply to that is judged too. */
  private static final int SESSIONS = CLIENTS / 2;

  /** For the largest size, on a machine that does other things too. */
  private static final Duration VERIFYING = Duration.ofMinutes(5);

  /** Small enough to judge twice. */
  private static final int DOCTORED_MAX = 1000;

  /** One event in so many is a sync that the doctored trace leaves out. */
  private static final int LEFT_OUT = 10;

  @TempDir Path temporary;

  @Test
  void nothingIsSentBeforeItsRecordIsDurable() throws Exception {
    try (GatehouseProcess upstream = GatehouseProcess.serve(temporary, fastUpstream())) {
      DurableOrder order = new DurableOrder(upstream.mcp().getPort());
      DurableOrder ofDoctored = new DurableOrder(upstream.mcp().getPort());
      Doctored doctored = new Doctored(ofDoctored);
      trace(
          upstream.mcp(),
          event -> {
            order.accept(event);
            if (EXCHANGES <= DOCTORED_MAX) {
              doctored.accept(event);
            }
          });
      assertEquals(List.of(), order.violations());
      assertEquals(EXCHANGES, order.judgedCalls());
      assertEquals(EXCHANGES + SESSIONS, order.judgedReplies());
      if (EXCHANGES <= DOCTORED_MAX) {
        assertNotEquals(List.of(), ofDoctored.violations(), "a trace without some of its syncs");
      }
      Guarantees.figure(
          "G3",
          "%d exchanges, %d calls upstream and %d replies: 0 sent before their record was durable"
              .formatted(EXCHANGES, order.judgedCalls(), order.judgedReplies()));
    }
  }

  /** Passes on what happened, as if some syncs had not. */
  private static final class Doctored implements Consumer<TraceEvent> {
    private final Consumer<TraceEvent> to;
    private int syncs;

    Doctored(Consumer<TraceEvent> to) {
      this.to = to;
    }

    @Override
    public void accept(TraceEvent event) {
      boolean leftOut = event instanceof TraceEvent.SyncEnded && syncs++ % LEFT_OUT == 0;
      if (!leftOut) {
        to.accept(event);
      }
    }
  }

  private void trace(URI upstream, Consumer<TraceEvent> to) throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("gateway")).toRealPath();
    Installation installation = new Installation(folder).upstream("fast", upstream);
    installation.configuration();
    try (Tracing tracing = Tracing.of(installation.data(), temporary, to)) {
      try (GatehouseProcess gateway =
          GatehouseProcess.serve(
              folder, tracing.command(Product.command("serve", "--config", "gatehouse.yaml")))) {
        call(gateway.mcp());
      }
    }
    Finished.of(folder, VERIFYING, Product.command("verify", "data")).expecting(0);
  }

  private static void call(URI endpoint) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      boolean legacy = i % 2 == 0;
      clients.add(Thread.ofVirtual().start(() -> call(endpoint, legacy, next, faults)));
    }
    for (Thread client : clients) {
      client.join();
    }
    assertEquals(List.of(), List.copyOf(faults));
  }

  private static void call(URI endpoint, boolean legacy, AtomicInteger next, Queue<String> faults) {
    try (RawClient client = legacy ? RawClient.legacy(endpoint) : RawClient.modern(endpoint)) {
      for (int id = next.incrementAndGet(); id <= EXCHANGES; id = next.incrementAndGet()) {
        String arguments = "{\"mark\":\"m-" + id + "\"}";
        Receipt.of(client.call(Integer.toString(id), "fast__small", arguments).json());
      }
    } catch (RuntimeException | AssertionError e) {
      faults.add("" + e);
    }
  }

  private static List<String> fastUpstream() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.gatehouse.conformance.bench.FastUpstream");
  }
}
