package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse erase}. */
@Command(
    name = "erase",
    description = "Erase what is recorded about one person.",
    footer = {
      "",
      "Destroys the keys that sealed it, and the sealed bytes; leaves, proofs and checkpoints",
      "stay valid. It cannot be undone, and reaches neither copies nor earlier exports."
    })
final class EraseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(
      names = "--subject",
      required = true,
      paramLabel = "NAME",
      description = "The principal, as the entries name it.")
  private String subject = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is recorded, so leave the name out.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Only say what would be erased.")
  private boolean dryRun;

  EraseCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return recordings.order(terminal, new Order.Erase(subject, reason, dryRun));
  }
}
