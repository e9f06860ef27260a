package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayStartException;
import dev.gatehouse.gateway.config.Configuration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code gatehouse serve}. */
@Command(
    name = "serve",
    description = "Run the gateway over HTTP until it is told to stop.",
    footer = {
      "",
      "Prints `ready URL` on standard output once it serves. SIGTERM ends it in order. It reads"
          + " its",
      "policy files again when they change, and on SIGHUP.",
      "Ends with exit code 3 where a witness contradicts the log."
    })
final class ServeCommand implements Callable<Integer> {
  /** Long enough for those who ask for its health to see why it ends. */
  private static final Duration HALT_SHOWN = Duration.ofSeconds(10);

  private final Terminal terminal;

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    OperatorLog.standard();
    Optional<Configuration> read = configuration.ready(terminal);
    if (read.isEmpty()) {
      return ExitCode.USAGE;
    }
    try (Hosting hosting = hosting(read.get())) {
      Gateway gateway = hosting.gateway();
      HangupSignal.onEach(() -> gateway.reloadPolicies("SIGHUP"));
      terminal.out().println("ready " + gateway.uri());
      // A signal ends it, and whoever hosts the gateway then closes it; or a witness does.
      terminal.failed(gateway.awaitHalt());
      Thread.sleep(HALT_SHOWN);
      return ExitCode.HALTED;
    } catch (GatewayStartException e) {
      ConfigurationOption.print(terminal, e.problems(), List.of());
      int failed = terminal.failed(e.reason());
      return e.isHalted() ? ExitCode.HALTED : failed;
    } catch (IOException e) {
      return terminal.failed(e);
    }
  }

  private static Hosting hosting(Configuration read) throws GatewayStartException, IOException {
    return Hosting.overHttp(Gateway.start(read, Version.number()), read);
  }
}
