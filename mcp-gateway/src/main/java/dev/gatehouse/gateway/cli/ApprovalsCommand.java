package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.ApprovalOrder.Which;
import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse approvals}. */
@Command(
    name = "approvals",
    description = "List calls that wait for people, or have waited.",
    synopsisSubcommandLabel = "[COMMAND]",
    footer = {
      "",
      "Shows what you may see: all of it to approvers and auditors, and to others what they asked",
      "for and what their groups decide. See docs/approvals.md."
    })
final class ApprovalsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @ArgGroup private Listed listed = new Listed();

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  ApprovalsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Which are listed: one of these. */
  static final class Listed {
    @Option(names = "--waiting", description = "Those that wait for somebody (the default).")
    private boolean waiting;

    @Option(names = "--decided", description = "Those that do not wait any more.")
    private boolean decided;

    @Option(names = "--mine", description = "Those that were asked for in your name.")
    private boolean mine;

    @Option(names = "--all", description = "All that are kept.")
    private boolean all;

    Which which() {
      if (decided) {
        return Which.DECIDED;
      }
      if (mine) {
        return Which.MINE;
      }
      return all && !waiting ? Which.ALL : Which.WAITING;
    }
  }

  @Override
  public Integer call() {
    Which which = listed.which();
    return recordings.order(
        terminal,
        new Order.Approvals(new ApprovalOrder.ListAll(which)),
        answer -> show(answer, which));
  }

  private void show(Answer answer, Which which) {
    if (json) {
      answer.rows().stream().map(ApprovalLines::harmless).forEach(terminal.out()::println);
    } else {
      ApprovalLines.print(terminal, answer.rows(), which);
    }
  }
}
