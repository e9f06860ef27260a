package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Order;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse pins}. */
@Command(
    name = "pins",
    description = "Say which definitions of tools were accepted, and which changed since.",
    synopsisSubcommandLabel = "[COMMAND]",
    footer = {
      "",
      "A tool whose upstream changed its definition is kept back, neither listed nor called, until",
      "somebody accepts the new one. See docs/tools.md."
    })
final class PinsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  PinsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return recordings.order(terminal, new Order.ListPins(), this::show);
  }

  private void show(Answer answer) {
    List<JsonObject> tools = PinLines.tools(answer);
    if (json) {
      tools.forEach(terminal.out()::println);
    } else {
      PinLines.print(terminal, tools);
    }
  }
}
