package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Order;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse hold}. */
@Command(name = "hold", description = "Keep recordings from being erased: a legal hold.")
final class HoldCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @ArgGroup(multiplicity = "1")
  private Held held = new Held();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is recorded, so leave the name out.")
  private String reason = "";

  @Option(names = "--lift", description = "End the hold.")
  private boolean lift;

  HoldCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What is held: one of the two. */
  static final class Held {
    @Option(
        names = "--subject",
        paramLabel = "NAME",
        description = "The principal, as the entries name it.")
    private Optional<String> subject = Optional.empty();

    @Option(names = "--everything", description = "All of the log.")
    private boolean everything;

    String name() {
      return everything ? "" : subject.orElse("");
    }
  }

  @Override
  public Integer call() {
    if (!held.everything && held.name().isEmpty()) {
      return terminal.misused("`--subject` expected to be a name");
    }
    return recordings.order(
        terminal,
        lift ? new Order.Release(held.name(), reason) : new Order.Hold(held.name(), reason));
  }
}
