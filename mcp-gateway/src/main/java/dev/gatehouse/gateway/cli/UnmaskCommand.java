package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Order;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse unmask}. */
@Command(
    name = "unmask",
    description = "Show what tokens stand for; who asked, why and for which is recorded first.",
    footer = {
      "",
      "A token is what a mask with `as: token` put in place of a value, such as",
      "[email:t:0b7e6a1f93c24d5588e1a6f0]. Prints token and value, a pair a line; with --json",
      "",
      "  {\"token\":\"[email:t:0b7e…]\",\"value\":\"ada@example.com\"}",
      "",
      "Tokens may be in a file, one a line: @FILE. Ends with 1 where one is unknown."
    })
final class UnmaskCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is recorded.")
  private String reason = "";

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "TOKEN", description = "The tokens.")
  private List<String> tokens = List.of();

  private int missing;

  UnmaskCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int exitCode =
        TokenBatches.order(
            terminal,
            tokens,
            some -> new Order.Unmask(some, reason),
            order -> recordings.order(terminal, order, this::show));
    return exitCode == ExitCode.OK && missing > 0 ? ExitCode.FAILED : exitCode;
  }

  private void show(Answer answer) {
    for (JsonObject row : answer.rows()) {
      String token = row.getString("token", "");
      boolean isShown = row.containsKey("value");
      missing += isShown ? 0 : 1;
      if (json) {
        terminal.out().println(row);
      } else if (isShown) {
        terminal.out().println(token + " " + Terminal.oneLine(row.getString("value")));
      } else {
        terminal.failed(token + " is " + row.getString("fault", ""));
      }
    }
  }
}
