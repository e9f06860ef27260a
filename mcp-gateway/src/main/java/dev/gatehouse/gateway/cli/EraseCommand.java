package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse erase}. */
@Command(
    name = "erase",
    description = "Erase what is recorded about one person, or what tokens stand for.",
    footer = {
      "",
      "Destroys the keys that sealed it, and the sealed bytes; leaves, proofs and checkpoints",
      "stay valid. It cannot be undone, and reaches neither copies nor earlier exports.",
      "A token stays where it was recorded, and stands for nothing any more."
    })
final class EraseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      description = "The principal, as the entries name it.")
  private Optional<String> subject = Optional.empty();

  @Option(
      names = "--token",
      arity = "1..*",
      paramLabel = "TOKEN",
      description = "Tokens, such as [email:t:0b7e6a1f93c24d5588e1a6f0].")
  private List<String> tokens = List.of();

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
    if (subject.isPresent() == !tokens.isEmpty()) {
      return terminal.misused("expected either `--subject` or `--token`");
    }
    return subject.isPresent()
        ? recordings.order(terminal, new Order.Erase(subject.get(), reason, dryRun))
        : TokenBatches.order(
            terminal,
            tokens,
            some -> new Order.EraseTokens(some, reason, dryRun),
            order -> recordings.order(terminal, order));
  }
}
