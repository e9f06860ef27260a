package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front for clients that start a command: one message a line, whatever is on it. */
class StdioFrontTest {
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"method\":\"initialize\",\"params\":{"
          + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
          + "\"clientInfo\":{\"name\":\"raw\",\"version\":\"1\"}}}";

  private static final List<String> LINES =
      List.of(
          "not json",
          "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
          INITIALIZE,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
          "{\"x\":\"" + "x".repeat(20 << 20) + "\"}",
          "[".repeat(10_000) + "]".repeat(10_000),
          "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{"
              + "\"name\":\"fixture__say\",\"arguments\":{}}}");

  @Test
  void answersWhatIsAMessageAndRefusesWhatIsNot(@TempDir Path folder) throws IOException {
    try (FixtureUpstream upstream = FixtureUpstream.legacy().tool("say", Answer.text("said"))) {
      Path configuration =
          new Installation(folder).upstream("fixture", upstream.uri()).configuration();
      Path input = Files.write(folder.resolve("input"), LINES);
      List<String> command = new ArrayList<>();
      command.addAll(List.of("bash", "-c", "(cat \"$0\"; sleep 3) | \"$@\"", input.toString()));
      command.addAll(Product.command("stdio", "--config", configuration.toString()));

      Finished finished = Finished.of(folder, Duration.ofSeconds(60), command).expecting(0);

      List<String> replies = finished.out().lines().toList();
      assertEquals(4, holding(replies, "\"code\":-32700") + holding(replies, "\"code\":-32600"));
      assertEquals(1, holding(replies, "\"id\":\"i\""));
      assertEquals(1, holding(replies, "\"id\":7"));
      assertTrue(replies.stream().allMatch(line -> line.startsWith("{")), finished::out);
      Product.run(folder, "verify", "data").expecting(0);
    }
  }

  @Test
  void tellsALegacyClientWhatItsServerSaysOutsideCalls(@TempDir Path folder) throws Exception {
    try (FixtureUpstream upstream = FixtureUpstream.legacy()) {
      new Installation(folder).upstream("fixture", upstream.uri()).configuration();
      Process process = stdio(folder);
      try (BufferedReader out = process.inputReader();
          BufferedWriter in = process.outputWriter()) {
        send(in, INITIALIZE);
        assertTrue(out.readLine().contains("\"id\":\"i\""));
        send(in, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        awaitListeners(upstream, 1);
        upstream.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/fixture\",\"params\":{}}");
        assertTrue(out.readLine().contains("notifications/fixture"));
      }
      assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends with its input");
      awaitListeners(upstream, 0);
      Product.run(folder, "verify", "data").expecting(0);
    }
  }

  @Test
  void givesAModernClientTheStreamsThatItAsksForAndEndsWithIt(@TempDir Path folder)
      throws Exception {
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    String listen =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"subscriptions/listen\",\"params\":{"
            + "\"notifications\":{\"toolsListChanged\":true},"
            + meta
            + "}}";
    try (FixtureUpstream upstream = FixtureUpstream.legacy()) {
      new Installation(folder).upstream("fixture", upstream.uri()).configuration();
      Process process = stdio(folder);
      try (BufferedReader out = process.inputReader();
          BufferedWriter in = process.outputWriter()) {
        send(in, listen.formatted(1));
        assertTrue(out.readLine().contains("notifications/subscriptions/acknowledged"));
        send(
            in,
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"
                + "\"requestId\":1,"
                + meta
                + "}}");
        send(in, listen.formatted(2));
        assertTrue(out.readLine().contains("io.modelcontextprotocol/subscriptionId\":2"));
      }
      assertTrue(process.waitFor(20, TimeUnit.SECONDS), "ends with its input");
      Product.run(folder, "export", "--config", "gatehouse.yaml", "export").expecting(0);
      assertEquals(
          2,
          ExportedLog.read(folder.resolve("export")).statements().stream()
              .filter(entry -> entry.getString("method", "").equals("subscriptions/listen"))
              .filter(entry -> entry.getString("policy", "").equals("cancelled"))
              .count(),
          "one was withdrawn, one ended with its client");
    }
  }

  private static Process stdio(Path folder) throws IOException {
    return new ProcessBuilder(Product.command("stdio", "--config", "gatehouse.yaml"))
        .directory(folder.toFile())
        .redirectError(Redirect.to(folder.resolve("err").toFile()))
        .start();
  }

  private static void send(BufferedWriter in, String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  private static void awaitListeners(FixtureUpstream upstream, int count)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (upstream.listeners() != count) {
      assertTrue(System.nanoTime() < end, "listeners: " + upstream.listeners());
      Thread.sleep(10);
    }
  }

  private static long holding(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }
}
