package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.policies.check.Mismatch;
import dev.gatehouse.policies.check.PolicyTests;
import dev.gatehouse.policies.check.TestOutcome;
import dev.gatehouse.policies.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse policy test}. */
@Command(
    name = "test",
    description = "Run tests of policies: what becomes of a call, given who makes it and when.",
    footer = {
      "",
      "It needs no gateway, no configuration and no network, and takes nothing of any limit.",
      "Exit codes: 0 every test passed, 1 a test failed, 2 a file cannot be read or is wrong.",
      "The form of the files: docs/policies.md"
    })
final class PolicyTestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "1..*",
      description = "Files of tests, or folders: then all *.test.yaml in them and below.")
  private List<Path> paths = List.of();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write a report in the form of JUnit as well, for a build server.")
  private Optional<Path> junit = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final List<TestOutcome> outcomes = new ArrayList<>();

  PolicyTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.quiet();
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      List<Path> found;
      try {
        found = testFiles(path);
      } catch (IOException | UncheckedIOException e) {
        return terminal.misused("cannot read `" + path + "`: " + e.getMessage());
      }
      if (found.isEmpty()) {
        return terminal.misused("there is no test `*" + PolicyTests.ENDING + "` at `" + path + "`");
      }
      files.addAll(found);
    }
    files.stream().distinct().forEach(this::run);
    if (json) {
      terminal.out().println(TestReport.json(outcomes, problems, warnings));
    } else {
      ConfigurationOption.print(terminal, problems, warnings);
      summary();
    }
    if (junit.isPresent()) {
      try {
        Files.writeString(junit.get(), TestReport.xml(outcomes, problems), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return terminal.misused("cannot write `" + junit.get() + "`: " + e.getMessage());
      }
    }
    return problems.isEmpty() ? (failed() > 0 ? ExitCode.FAILED : ExitCode.OK) : ExitCode.USAGE;
  }

  /** A file as it is, whatever its name; what is not there is found out when it is read. */
  private static List<Path> testFiles(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path.normalize());
    }
    try (Stream<Path> below = Files.walk(path)) {
      return below
          .filter(file -> file.toString().endsWith(PolicyTests.ENDING))
          .map(Path::normalize)
          .sorted()
          .toList();
    }
  }

  private void run(Path file) {
    switch (PolicyTests.read(file)) {
      case PolicyTests.Reading.Accepted(PolicyTests tests, List<Problem> odd) -> {
        warnings.addAll(odd);
        say(terminal.paint(Paint.BOLD, file.toString()));
        tests.outcomes().forEach(this::took);
      }
      case PolicyTests.Reading.Rejected(List<Problem> wrong) -> problems.addAll(wrong);
    }
  }

  private void took(TestOutcome outcome) {
    outcomes.add(outcome);
    String mark =
        outcome.passed() ? terminal.paint(Paint.GREEN, "✓ ") : terminal.paint(Paint.RED, "✗ ");
    say("  " + mark + Terminal.oneLine(outcome.name()));
    for (Mismatch mismatch : outcome.mismatches()) {
      String place = outcome.file() + ":" + mismatch.line() + ":" + mismatch.column() + ": ";
      say("      " + terminal.paint(Paint.BOLD, place) + Terminal.oneLine(mismatch.what()));
      say("        expected " + Terminal.oneLine(mismatch.expected()));
      say("        found    " + Terminal.oneLine(mismatch.found()));
    }
    for (String why : outcome.why()) {
      say("      " + terminal.paint(Paint.FAINT, "because ") + Terminal.oneLine(why));
    }
  }

  private void say(String line) {
    if (!json) {
      terminal.out().println(line);
    }
  }

  private void summary() {
    if (outcomes.isEmpty()) {
      return;
    }
    String tests = outcomes.size() == 1 ? "1 test" : outcomes.size() + " tests";
    String wrong = problems.isEmpty() ? "" : ", and not every file could be read";
    terminal
        .out()
        .println(
            failed() == 0 && problems.isEmpty()
                ? terminal.paint(Paint.GREEN, "ok") + ": " + tests + " passed"
                : terminal.paint(Paint.RED, "failed") + ": " + failed() + " of " + tests + wrong);
  }

  private long failed() {
    return outcomes.stream().filter(outcome -> !outcome.passed()).count();
  }
}
