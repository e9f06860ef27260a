package dev.gatehouse.gateway.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The log of operation, on standard error: one line an event.
 *
 * <p>Shape: {@code 2026-11-23T01:23:45.123 INFO dev.gatehouse.gateway.Gateway: serving url=…}. What
 * strangers send to the web server makes no lines, which it would write with the whole stack.
 * Whoever wants another log names a file with {@code -Djava.util.logging.config.file}.
 */
final class OperatorLog {
  private static final String LINES =
      """
      handlers = java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level = ALL
      java.util.logging.ConsoleHandler.formatter = java.util.logging.SimpleFormatter
      java.util.logging.SimpleFormatter.format = %1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n
      io.helidon.level = WARNING
      io.helidon.webserver.level = OFF
      io.modelcontextprotocol.level = WARNING
      """;

  private OperatorLog() {}

  /** What a gateway that serves tells its operator. */
  static void standard() {
    read(".level = INFO\n" + LINES);
  }

  /**
   * Only what is wrong, for commands whose output is for people. That a command tells people of no
   * decision is not: the gateway does, when it starts.
   */
  static void quiet() {
    read(".level = WARNING\ndev.gatehouse.gateway.approval.Telling.level = SEVERE\n" + LINES);
  }

  private static void read(String properties) {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try (var in = new ByteArrayInputStream(properties.getBytes(StandardCharsets.UTF_8))) {
      LogManager.getLogManager().readConfiguration(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up logging", e);
    }
  }
}
