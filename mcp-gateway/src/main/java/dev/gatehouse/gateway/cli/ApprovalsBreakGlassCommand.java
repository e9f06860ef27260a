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

/** The command {@code gatehouse approvals break-glass}. */
@Command(
    name = "break-glass",
    description = "Let a held call through alone, in an emergency; every channel is told at once.",
    footer = {
      "",
      "Only the groups that the rule names for it may. It is marked in the log and in exports.",
      "",
      "gatehouse approvals break-glass 01K9… --reason 'outage 12, nobody of finance is reachable'"
    })
final class ApprovalsBreakGlassCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", paramLabel = "ID", description = "Which.")
  private String id = "";

  @Option(names = "--seen", paramLabel = "HEX", description = "What `approvals show` says there.")
  private Optional<String> seen = Optional.empty();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is recorded, and everybody is told.")
  private String reason = "";

  @Option(names = "--json", description = "Print one JSON object: how it stands then.")
  private boolean json;

  ApprovalsBreakGlassCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      return new Decision(terminal, recordings, id, "", "let this call through alone")
          .made(seen, Optional.of(reason), this::order, this::show);
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private Order order(String read, String why, String change) {
    return new Order.Approvals(new ApprovalOrder.BreakGlass(id, read, why));
  }

  private void show(Answer answer) {
    ApprovalLines.done(terminal, answer, json);
  }
}
