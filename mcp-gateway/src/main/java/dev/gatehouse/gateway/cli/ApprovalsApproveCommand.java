package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse approvals approve}. */
@Command(
    name = "approve",
    description = "Say yes to a held call, as it is or with other arguments.",
    footer = {
      "",
      "On a terminal it shows the call first and asks. Elsewhere `--seen` says what you have read:",
      "where the call is not that any more, nothing is decided.",
      "",
      "gatehouse approvals approve 01K9… --seen 5be2a0c4d1f79e03 --reason 'case 4711'",
      "gatehouse approvals approve 01K9… --change smaller.json"
    })
final class ApprovalsApproveCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", paramLabel = "ID", description = "Which.")
  private String id = "";

  @Option(names = "--seen", paramLabel = "HEX", description = "What `approvals show` says there.")
  private Optional<String> seen = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
  private Optional<String> reason = Optional.empty();

  @Mixin private final ChangeOption change = new ChangeOption();

  @Option(names = "--json", description = "Print one JSON object: how it stands then.")
  private boolean json;

  ApprovalsApproveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      String patch = change.text();
      return new Decision(terminal, recordings, id, patch, "approve this call")
          .made(seen, reason, this::order, this::show);
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private Order order(String read, String why, String patch) {
    return new Order.Approvals(
        change.isGiven()
            ? new ApprovalOrder.Narrow(id, read, patch, why)
            : new ApprovalOrder.Approve(id, read, why));
  }

  private void show(Answer answer) {
    ApprovalLines.done(terminal, answer, json);
  }
}
