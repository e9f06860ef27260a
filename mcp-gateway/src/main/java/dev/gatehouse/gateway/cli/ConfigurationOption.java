package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --config}, and what it leads to. */
final class ConfigurationOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("gatehouse.yaml");

  Path file() {
    return file;
  }

  /** Reads configuration and policies to start from them; prints what is wrong with them. */
  Optional<Configuration> ready(Terminal terminal) {
    Check check = Check.of(file, terminal.environment());
    print(terminal, check.problems(), check.warnings());
    return check.problems().isEmpty() ? check.configuration() : Optional.empty();
  }

  /** Reads the configuration to find things by it; prints what is wrong with it. */
  Optional<Configuration> lookedUp(Terminal terminal) {
    return switch (ConfigurationFile.readWithoutSecrets(file)) {
      case ConfigurationReading.Accepted accepted -> Optional.of(accepted.configuration());
      case ConfigurationReading.Rejected rejected -> {
        print(terminal, rejected.problems(), List.of());
        yield Optional.empty();
      }
    };
  }

  /** Prints problems, each with its line and a caret below the place, and their number. */
  static void print(Terminal terminal, List<Problem> problems, List<Problem> warnings) {
    for (Problem warning : warnings) {
      print(terminal, warning, terminal.paint(Paint.YELLOW, "warning: "));
    }
    for (Problem problem : problems) {
      print(terminal, problem, "");
    }
    if (!problems.isEmpty()) {
      String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
      terminal.err().println(terminal.paint(Paint.RED, count));
    }
  }

  private static void print(Terminal terminal, Problem problem, String label) {
    String place = problem.file() + ":" + problem.line() + ":" + problem.column() + ": ";
    String below = problem.shown().substring(problem.toString().length());
    terminal.err().println(terminal.paint(Paint.BOLD, place) + label + problem.message() + below);
  }
}
