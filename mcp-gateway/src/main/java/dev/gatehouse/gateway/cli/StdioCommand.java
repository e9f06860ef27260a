package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayStartException;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.login.LoginException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse stdio}. */
@Command(
    name = "stdio",
    description = "Speak MCP over standard input and output, for clients that start a command.",
    footer = {
      "",
      "Where a gateway has the same data directory open already, this one passes everything on",
      "to it, so that several clients can share one configuration. Ends with exit code 3 where",
      "a witness contradicts the log; until then no call is made any more."
    })
final class StdioCommand implements Callable<Integer> {
  /** Another process may have the directory open and not be ready yet. */
  private static final Duration NEIGHBOUR_STARTS_WITHIN = Duration.ofSeconds(5);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Terminal terminal;

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "A bearer token, where the gateway asks for one (default: $GATEHOUSE_TOKEN, or what"
              + " `gatehouse login` has kept).")
  private Optional<String> token = Optional.empty();

  StdioCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    OperatorLog.quiet();
    // Standard output is for the client alone, whatever a library prints.
    System.setOut(System.err);
    Optional<Configuration> found = configuration.lookedUp(terminal);
    if (found.isEmpty()) {
      return ExitCode.USAGE;
    }
    Path directory = found.get().recordings().directory();
    try {
      KnownGateway gateway = KnownGateway.of(found.get());
      StdioBearer bearer =
          new StdioBearer(Bearer.of(token, terminal, Optional.of(gateway)), terminal);
      Optional<Relay> neighbour = RunningGateway.noted(directory).flatMap(Relay::to);
      if (neighbour.isPresent()) {
        return relay(neighbour.get(), bearer);
      }
      Optional<Configuration> read = configuration.ready(terminal);
      return read.isEmpty() ? ExitCode.USAGE : serve(read.get(), directory, bearer);
    } catch (LoginException e) {
      return terminal.failed(e);
    } catch (IOException e) {
      return terminal.failed("the connection to the client broke: " + e.getMessage());
    }
  }

  private int serve(Configuration read, Path directory, StdioBearer bearer)
      throws IOException, InterruptedException {
    Gateway started;
    try {
      started = Gateway.startWithoutHttp(read, Version.number());
    } catch (GatewayStartException e) {
      Optional<Relay> neighbour = await(directory);
      if (neighbour.isPresent()) {
        return relay(neighbour.get(), bearer);
      }
      ConfigurationOption.print(terminal, e.problems(), List.of());
      int failed = terminal.failed(e.reason());
      return e.isHalted() ? ExitCode.HALTED : failed;
    }
    try (Hosting hosting = Hosting.overStdio(started, read)) {
      Thread watching = Thread.startVirtualThread(() -> sayWhenHalted(started));
      hosting.gateway().serveStdio(terminal.in(), terminal.out(), bearer);
      // Its own client is gone; those that share it may still be at work.
      hosting.awaitLastNeighbour();
      watching.interrupt();
      watching.join();
      return started.isHalted() ? ExitCode.HALTED : ExitCode.OK;
    }
  }

  /**
   * Its client goes on to be answered, with errors, until it goes: nobody else tells the person.
   */
  private void sayWhenHalted(Gateway gateway) {
    try {
      terminal.failed(gateway.awaitHalt());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int relay(Relay neighbour, StdioBearer bearer) throws IOException {
    try (neighbour) {
      return neighbour.run(terminal.in(), terminal.out(), bearer)
          ? ExitCode.OK
          : terminal.failed("the gateway that this one shared has ended; start this one again");
    }
  }

  private static Optional<Relay> await(Path directory) throws InterruptedException {
    long end = System.nanoTime() + NEIGHBOUR_STARTS_WITHIN.toNanos();
    Optional<Relay> neighbour = Optional.empty();
    while (neighbour.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK_AGAIN);
      neighbour = RunningGateway.noted(directory).flatMap(Relay::to);
    }
    return neighbour;
  }
}
