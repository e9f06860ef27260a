package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse approvals revoke}. */
@Command(name = "revoke", description = "Take back a grant that is not used up.")
final class ApprovalsRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", paramLabel = "ID", description = "Which.")
  private String id = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is recorded.")
  private String reason = "";

  @Option(names = "--json", description = "Print one JSON object: how it stands then.")
  private boolean json;

  ApprovalsRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      return recordings.order(
          terminal,
          new Order.Approvals(new ApprovalOrder.Revoke(id, reason)),
          answer -> ApprovalLines.done(terminal, answer, json));
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }
}
