package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse retention}. */
@Command(
    name = "retention",
    description = "Erase what is older than so many months.",
    footer = {
      "",
      "Whole months only, by UTC. What is held stays, and so does what the log says of itself:",
      "policies, keys, anchors, erasures."
    })
final class RetentionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(
      names = "--keep-months",
      required = true,
      paramLabel = "N",
      description = "How many months to keep beside the present one.")
  private int months;

  @Option(names = "--dry-run", description = "Only say what would be erased.")
  private boolean dryRun;

  RetentionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String reason = "older than " + months + " months";
    return recordings.order(terminal, new Order.Retain(months, reason, dryRun));
  }
}
