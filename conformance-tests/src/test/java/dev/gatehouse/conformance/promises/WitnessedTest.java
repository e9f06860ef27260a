package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.recordings.durability.Guarantees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a log cannot find out alone, its witness does: a restored backup, a fork with the key. */
@Isolated("times, threads or memory are measured")
class WitnessedTest {
  private static final Duration FOUND_WITHIN = Duration.ofSeconds(10);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(40);
  private static final int HALTED = 3;

  @TempDir Path folder;

  private Installation installation = new Installation(Path.of(""));

  @BeforeEach
  void makeALog() throws IOException {
    installation = new Installation(Files.createDirectory(folder.resolve("gateway")));
  }

  private static FixtureUpstream upstream() {
    return FixtureUpstream.legacy().tool("work", Answer.text("done"));
  }

  /** Starts a witness of the installation's log, which the log knows from then on. */
  private GatehouseProcess witness(String every) throws IOException {
    installation.serve().close();
    List<String> command =
        Product.command(
            "witness",
            "--data",
            folder.resolve("witness").toString(),
            "--log",
            "@" + installation.data().resolve("log.vkey"),
            "--listen",
            "127.0.0.1:0",
            "--name",
            "witness.example");
    GatehouseProcess witness = GatehouseProcess.serve(folder, command);
    installation.recordings(
        "witness-every: %s, witnesses: [ { url: \"%s\", keys: \"%s\" } ]"
            .formatted(every, witness.mcp(), folder.resolve("witness/witness.vkey")));
    return witness;
  }

  private static void copy(Path from, Path to) {
    Finished.of(from, Duration.ofSeconds(20), List.of("cp", "-r", from.toString(), to.toString()))
        .expecting(0);
  }

  private static void call(GatehouseProcess gateway) {
    try (RawClient client = RawClient.modern(gateway.mcp())) {
      client.call("1", "up__work", "{}");
    }
  }

  private void awaitAnchor() throws InterruptedException {
    long end = System.nanoTime() + ENDS_WITHIN.toNanos();
    while (Product.run(installation.folder(), "log", "--data", "data", "--kind", "anchor")
        .out()
        .isBlank()) {
      assertTrue(System.nanoTime() < end, "no cosignature became an entry");
      Thread.sleep(200);
    }
  }

  @Test
  void aBackupThatWasPutBackIsFoundBeforeTheFirstCall() throws Exception {
    try (FixtureUpstream upstream = upstream()) {
      installation.upstream("up", upstream.uri());
      try (GatehouseProcess witness = witness("500ms")) {
        Path backup = folder.resolve("backup");
        copy(installation.data(), backup);
        try (GatehouseProcess gateway = installation.serve()) {
          call(gateway);
          awaitAnchor();
        }
        ExportedLog witnessed = ExportedLog.read(installation.export("export"));
        assertTrue(witnessed.count("anchor") > 0, "cosignatures are entries");
        assertTrue(witness.isAlive());

        Files.move(installation.data(), folder.resolve("true"));
        Files.move(backup, installation.data());
        long start = System.nanoTime();
        Finished halted =
            Finished.of(
                installation.folder(),
                ENDS_WITHIN,
                Product.command("serve", "--config", "gatehouse.yaml"));
        Duration found = Duration.ofNanos(System.nanoTime() - start);
        halted.expecting(HALTED);
        assertTrue(halted.err().contains("gatehouse recover"), halted::err);
        assertFalse(halted.out().contains("ready"), halted::out);
        assertTrue(found.compareTo(FOUND_WITHIN) < 0, "found within " + found);
        assertTrue(Files.readString(installation.data().resolve("halted")).contains("--- theirs"));
        Guarantees.figure("G6", "a restored backup found in %d ms".formatted(found.toMillis()));
      }

      // The way out: a new log, which says how far the old one was seen.
      Path next = folder.resolve("next");
      Product.run(
              folder,
              "recover",
              installation.data().toString(),
              next.toString(),
              "--origin",
              "log-2.example.com",
              "--reason",
              "a backup was put back")
          .expecting(0);
      Product.run(folder, "verify", next.toString()).expecting(0);
    }
  }

  @Test
  void aForkWithTheRealKeyHaltsWhoeverComesSecond() throws Exception {
    try (FixtureUpstream upstream = upstream()) {
      installation.upstream("up", upstream.uri());
      try (GatehouseProcess witness = witness("6s")) {
        assertTrue(witness.isAlive());
        installation.configuration();
        Path copied = folder.resolve("copy");
        copy(installation.folder(), copied);
        // Both have asked before either grows: a copy that comes later is refused at its start.
        AtomicReference<GatehouseProcess> started = new AtomicReference<>();
        Thread starting =
            Thread.startVirtualThread(() -> started.set(GatehouseProcess.serve(copied)));
        try (GatehouseProcess one = installation.serve();
            GatehouseProcess other = await(starting, started)) {
          long start = System.nanoTime();
          GatehouseProcess halted = firstHalted(one, other);
          Duration found = Duration.ofNanos(System.nanoTime() - start);
          assertTrue(found.compareTo(FOUND_WITHIN) < 0, "found within " + found);
          assertTrue(halted.said().contains("gatehouse recover"), halted::said);
          assertEquals(503, RawClient.fetch(halted.at("/health")).status());
          assertEquals(HALTED, halted.awaitEnd());
          Guarantees.figure("G6", "a fork found in %d ms".formatted(found.toMillis()));
        }
      }
    }
  }

  private static GatehouseProcess await(Thread starting, AtomicReference<GatehouseProcess> started)
      throws InterruptedException {
    starting.join();
    return Objects.requireNonNull(started.get(), "the copy did not start");
  }

  private static GatehouseProcess firstHalted(GatehouseProcess one, GatehouseProcess other)
      throws InterruptedException {
    while (true) {
      for (GatehouseProcess gateway : List.of(one, other)) {
        if (gateway.said().contains("halted: the witness")) {
          return gateway;
        }
        call(gateway);
      }
      Thread.sleep(50);
    }
  }
}
