package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.yaml.Problem;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse policy check}. */
@Command(
    name = "check",
    description = "Read policy files, and show everything that is wrong with them.",
    footer = {
      "",
      "Files that are named are read as one set, in this order. `gatehouse check` reads the",
      "configuration as well, and with --upstreams asks which tools there are."
    })
final class PolicyCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Policy files (default: those that the configuration names).")
  private List<Path> files = List.of();

  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  PolicyCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.quiet();
    return switch (NamedPolicies.read(configuration, files)) {
      case PolicySet.Reading.Accepted(PolicySet set, List<Problem> warnings) -> {
        accepted(set, warnings);
        yield ExitCode.OK;
      }
      case PolicySet.Reading.Rejected(List<Problem> problems) -> {
        if (json) {
          terminal.out().println(report(false, problems, List.of()).build());
        } else {
          ConfigurationOption.print(terminal, problems, List.of());
        }
        yield ExitCode.USAGE;
      }
    };
  }

  private void accepted(PolicySet set, List<Problem> warnings) {
    if (json) {
      terminal
          .out()
          .println(
              report(true, List.of(), warnings)
                  .add("rules", set.ruleCount())
                  .add("digest", set.digest())
                  .build());
      return;
    }
    ConfigurationOption.print(terminal, List.of(), warnings);
    String names = String.join(", ", set.texts().stream().map(PolicyText::file).toList());
    String rules = set.ruleCount() == 1 ? "1 rule" : set.ruleCount() + " rules";
    String observing = set.observes() ? ", only observing" : "";
    terminal
        .out()
        .println(
            "%s: %s (%s%s)%ndigest %s"
                .formatted(
                    terminal.paint(Paint.GREEN, "ok"), names, rules, observing, set.digest()));
  }

  private static JsonObjectBuilder report(
      boolean right, List<Problem> problems, List<Problem> warnings) {
    return Json.createObjectBuilder()
        .add("ok", right)
        .add("problems", ProblemJson.of(problems))
        .add("warnings", ProblemJson.of(warnings));
  }
}
