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
 * @param ownProcesses of clients who cannot share one
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
    OwnProcesses ownProcesses,
    Duration stopGrace) {

  /**
   * Processes that serve one client each, where a legacy server must know whom it may ask.
   *
   * @param max at once, because each takes tens of megabytes; one more is refused, unless one has
   *     nothing to do and is ended for it
   * @param idle how long one is kept that has nothing to do
   */
  public record OwnProcesses(int max, Duration idle) {
    /** 32 of them, for a quarter of an hour. */
    public static final OwnProcesses STANDARD = new OwnProcesses(32, Duration.ofMinutes(15));

    public OwnProcesses {
      if (max < 1 || idle.isNegative() || idle.isZero()) {
        throw new IllegalArgumentException("number and time of processes must be positive");
      }
    }
  }

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
        OwnProcesses.STANDARD,
        Duration.ofSeconds(2));
  }

  /** The same with these variables. */
  public StdioSettings withEnvironment(Map<String, String> variables) {
    return with(variables, messages, probeTimeout, restart, ownProcesses, stopGrace);
  }

  /** The same with these limits on a message. */
  public StdioSettings withMessages(JsonLimits limits) {
    return with(environment, limits, probeTimeout, restart, ownProcesses, stopGrace);
  }

  /** The same with this time for the first question. */
  public StdioSettings withProbeTimeout(Duration timeout) {
    return with(environment, messages, timeout, restart, ownProcesses, stopGrace);
  }

  /** The same with these pauses. */
  public StdioSettings withRestart(Restart pauses) {
    return with(environment, messages, probeTimeout, pauses, ownProcesses, stopGrace);
  }

  /** The same with these processes of single clients. */
  public StdioSettings withOwnProcesses(OwnProcesses processes) {
    return with(environment, messages, probeTimeout, restart, processes, stopGrace);
  }

  /** The same with this time to stop. */
  public StdioSettings withStopGrace(Duration grace) {
    return with(environment, messages, probeTimeout, restart, ownProcesses, grace);
  }

  private StdioSettings with(
      Map<String, String> variables,
      JsonLimits limits,
      Duration timeout,
      Restart pauses,
      OwnProcesses processes,
      Duration grace) {
    return new StdioSettings(
        name, command, variables, directory, limits, timeout, pauses, processes, grace);
  }

  /** Name and program; neither arguments nor environment, which may be secret. */
  @Override
  public String toString() {
    return "StdioSettings[name=" + name + ", program=" + command.getFirst() + "]";
  }
}
