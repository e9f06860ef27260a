package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse approvals delegations}. */
@Command(name = "delegations", description = "Say who is away, and who decides in their place.")
final class ApprovalsDelegationsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  ApprovalsDelegationsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return recordings.order(
        terminal, new Order.Approvals(new ApprovalOrder.ListDelegations()), this::show);
  }

  private void show(Answer answer) {
    if (json) {
      answer.rows().stream().map(ApprovalLines::harmless).forEach(terminal.out()::println);
    } else {
      ApprovalLines.printDelegations(terminal, answer.rows());
    }
  }
}
