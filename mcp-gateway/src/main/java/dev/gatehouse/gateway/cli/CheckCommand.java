package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.config.Configuration;
import jakarta.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse check}. */
@Command(
    name = "check",
    description = "Read configuration and policies, and show everything that is wrong with them.")
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--upstreams",
      description = "Ask the upstreams too: a rule on a tool that is not there is a problem then.")
  private boolean upstreams;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    OperatorLog.quiet();
    Check read = Check.of(configuration.file(), terminal.environment());
    Check check = upstreams ? read.withUpstreams() : read;
    boolean right = check.problems().isEmpty();
    if (json) {
      terminal
          .out()
          .println(
              Json.createObjectBuilder()
                  .add("ok", right)
                  .add("problems", ProblemJson.of(check.problems()))
                  .add("warnings", ProblemJson.of(check.warnings()))
                  .build());
    } else {
      ConfigurationOption.print(terminal, check.problems(), check.warnings());
      check.configuration().filter(_ -> right).ifPresent(this::summary);
    }
    return right ? ExitCode.OK : ExitCode.USAGE;
  }

  private void summary(Configuration read) {
    String upstreams = counted(read.upstreams().size(), "upstream");
    String policies = counted(read.policies().size(), "policy file");
    terminal
        .out()
        .println(
            terminal.paint(Paint.GREEN, "ok")
                + ": "
                + configuration.file()
                + " ("
                + upstreams
                + ", "
                + policies
                + ", listens on "
                + read.listen()
                + ", records into "
                + read.recordings().directory()
                + ")");
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
