package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Configuration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code gatehouse serve}. */
@Command(name = "serve", description = "Run the gateway over HTTP until it is told to stop.")
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.standard();
    Optional<Configuration> read = configuration.ready(terminal);
    return read.isEmpty() ? ExitCode.USAGE : terminal.failed("not built yet");
  }
}
