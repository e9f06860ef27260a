package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse approvals justify}. */
@Command(
    name = "justify",
    description = "Say what a call is for that was asked for in your name.",
    footer = {
      "",
      "Whoever decides reads it, as your words. Who has read it without decides anew.",
      "",
      "gatehouse approvals justify 01K9… 'the customer was charged twice, case 4711'"
    })
final class ApprovalsJustifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", paramLabel = "ID", description = "Which.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "What it is for.")
  private String text = "";

  @Option(names = "--json", description = "Print one JSON object: how it stands then.")
  private boolean json;

  ApprovalsJustifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      return recordings.order(
          terminal,
          new Order.Approvals(new ApprovalOrder.Justify(id, text)),
          answer -> ApprovalLines.done(terminal, answer, json));
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }
}
