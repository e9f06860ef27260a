package dev.gatehouse.gateway.cli;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code gatehouse version}. */
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal
        .out()
        .println(
            json
                ? Json.createObjectBuilder()
                    .add("version", Version.number())
                    .add("java", Runtime.version().toString())
                    .build()
                : Version.line());
    return ExitCode.OK;
  }
}
