package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.demo.Demo;
import dev.gatehouse.gateway.demo.DemoSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code gatehouse demo}. */
@Command(
    name = "demo",
    description = "Watch an agent's calls being judged, recorded, exported and verified.",
    footer = {"", "Without --once it then stays up for clients of your own."})
final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--once", description = "End after the session; 0 if all was as expected.")
  private boolean once;

  @Option(
      names = "--directory",
      paramLabel = "DIRECTORY",
      description = "Where its files go: empty, or not there yet (default: a temporary one).")
  private Optional<Path> directory = Optional.empty();

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.quiet();
    Optional<Path> launcher =
        Optional.ofNullable(System.getProperty("gatehouse.launcher")).map(Path::of);
    return new Demo(
            new DemoSettings(
                once,
                directory,
                launcher,
                Hosting::overHttp,
                Version.number(),
                terminal.colours(),
                terminal.out()))
        .run();
  }
}
