package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private static long holding(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }
}
