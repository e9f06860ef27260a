package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.Configuration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code gatehouse stdio}. */
@Command(name = "stdio", description = "Speak MCP over standard input and output.")
final class StdioCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  StdioCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.quiet();
    Optional<Configuration> read = configuration.ready(terminal);
    return read.isEmpty() ? ExitCode.USAGE : terminal.failed("not built yet");
  }
}
