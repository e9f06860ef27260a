package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse approvals withdraw}. */
@Command(name = "withdraw", description = "End a wait that was begun in your name.")
final class ApprovalsWithdrawCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", paramLabel = "ID", description = "Which.")
  private String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
  private Optional<String> reason = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object: how it stands then.")
  private boolean json;

  ApprovalsWithdrawCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      return recordings.order(
          terminal,
          new Order.Approvals(new ApprovalOrder.Withdraw(id, reason.orElse(""))),
          answer -> ApprovalLines.done(terminal, answer, json));
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }
}
