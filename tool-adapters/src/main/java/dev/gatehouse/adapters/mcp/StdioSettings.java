package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to run an MCP server as a child process.
 *
 * @param name the upstream's name in the configuration
 * @param command the program and its arguments; no shell is involved
 * @param environment set for the child besides the few variables that every child is given; values
 *     may be credentials and are never shown
 * @param directory where the child starts
 * @param messages how large one message of the server, which is one line, may be
 * @param probeTimeout how long the server may think about the first question before it is taken for
 *     a legacy server, which may leave it unanswered
 * @param restart how long to wait before starting it again
 * @param stopGrace how long the child may take to end after its input is closed, and again after it
 *     was asked to terminate
 */
public record StdioSettings(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    JsonLimits messages,
    Duration probeTimeout,
    Restart restart,
    Duration stopGrace) {

  /**
   * Pauses between starts of a child that keeps ending before it answered anything.
   *
   * @param first after the first such end; doubled with each further one
   * @param longest never more than this
   */
  public record Restart(Duration first, Duration longest) {
    public Restart {
      if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
        throw new IllegalArgumentException("pauses must be positive, the longest not the shorter");
      }
    }
  }

  public StdioSettings {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty() || command.getFirst().isBlank()) {
      throw new IllegalArgumentException("upstream `" + name + "` needs a command");
    }
    if (probeTimeout.isNegative() || probeTimeout.isZero() || stopGrace.isNegative()) {
      throw new IllegalArgumentException("timeouts must be positive");
    }
  }

  /**
   * With five seconds for the first question, pauses from half a second to half a minute, two
   * seconds to stop, and no environment of its own.
   */
  public static StdioSettings of(String name, List<String> command, Path directory) {
    return new StdioSettings(
        name,
        command,
        Map.of(),
        directory,
        JsonLimits.STANDARD,
        Duration.ofSeconds(5),
        new Restart(Duration.ofMillis(500), Duration.ofSeconds(30)),
        Duration.ofSeconds(2));
  }

  /** The same with these variables. */
  public StdioSettings withEnvironment(Map<String, String> variables) {
    return new StdioSettings(
        name, command, variables, directory, messages, probeTimeout, restart, stopGrace);
  }

  /** The same with these limits on a message. */
  public StdioSettings withMessages(JsonLimits limits) {
    return new StdioSettings(
        name, command, environment, directory, limits, probeTimeout, restart, stopGrace);
  }

  /** The same with this time for the first question. */
  public StdioSettings withProbeTimeout(Duration timeout) {
    return new StdioSettings(
        name, command, environment, directory, messages, timeout, restart, stopGrace);
  }

  /** The same with these pauses. */
  public StdioSettings withRestart(Restart pauses) {
    return new StdioSettings(
        name, command, environment, directory, messages, probeTimeout, pauses, stopGrace);
  }

  /** Name and program; neither arguments nor environment, which may be secret. */
  @Override
  public String toString() {
    return "StdioSettings[name=" + name + ", program=" + command.getFirst() + "]";
  }
}
