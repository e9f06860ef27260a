package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Order;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code gatehouse pins check}. */
@Command(
    name = "check",
    description = "Ask every upstream for its tools, and say which are not what was accepted.",
    footer = {
      "",
      "What is seen for the first time is accepted, as a gateway would. Ends with 0 where all"
          + " tools",
      "are as accepted, with 1 where one is not, and with 4 where an upstream does not answer."
    })
final class PinsCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  private int found = ExitCode.OK;

  PinsCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int exitCode = recordings.order(terminal, new Order.CheckPins(), this::show);
    return exitCode == ExitCode.OK ? found : exitCode;
  }

  private void show(Answer answer) {
    List<JsonObject> tools = PinLines.tools(answer);
    List<JsonObject> differing = tools.stream().filter(PinLines::differs).toList();
    answer.rows().stream()
        .filter(row -> row.containsKey("unanswered"))
        .forEach(row -> terminal.failed(row.getString("unanswered", "")));
    if (!differing.isEmpty()) {
      PinLines.print(terminal, differing);
      found = ExitCode.FAILED;
    } else if (tools.size() < answer.rows().size()) {
      found = ExitCode.UNDECIDED;
    } else {
      terminal.out().println("all " + tools.size() + " tools are as accepted");
    }
  }
}
