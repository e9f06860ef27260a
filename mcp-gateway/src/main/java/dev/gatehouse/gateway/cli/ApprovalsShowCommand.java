package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse approvals show}. */
@Command(
    name = "show",
    description = "Show all of a held call that whoever decides has to see.",
    footer = {
      "",
      "What callers, models and upstreams wrote stands behind a `|`, with what people do not see",
      "made visible. The value behind `seen` goes into `gatehouse approvals approve --seen`."
    })
final class ApprovalsShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", paramLabel = "ID", description = "Which.")
  private String id = "";

  @Mixin private final ChangeOption change = new ChangeOption();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ApprovalsShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      ApprovalOrder order = new ApprovalOrder.Show(id, change.text());
      return recordings.order(terminal, new Order.Approvals(order), this::show);
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private void show(Answer answer) {
    ApprovalLines.show(terminal, answer, json);
  }
}
