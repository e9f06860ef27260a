package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse pins diff}. */
@Command(
    name = "diff",
    description = "Show what an upstream changed in the definition of a tool.",
    footer = {
      "",
      "Characters that people do not see are shown as <U+202E>; a run of tag characters with what",
      "it spells, as <tags: read me>. What policy hides is hidden here too."
    })
final class PinsDiffCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", paramLabel = "UPSTREAM", description = "As the configuration names it.")
  private String upstream = "";

  @Parameters(index = "1", paramLabel = "TOOL", description = "As its upstream names it.")
  private String tool = "";

  PinsDiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return recordings.order(
        terminal,
        new Order.DiffPin(upstream, tool),
        answer -> PinLines.tools(answer).forEach(row -> PinLines.printDiff(terminal, row)));
  }
}
