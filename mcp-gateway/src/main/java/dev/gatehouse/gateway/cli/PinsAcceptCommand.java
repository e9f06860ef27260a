package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Order;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gatehouse pins accept}. */
@Command(
    name = "accept",
    description = "Accept what an upstream made of a tool; it is recorded who did.",
    footer = {
      "",
      "gatehouse pins accept crm find --digest 5be2a0c4d1f7",
      "gatehouse pins accept crm --all",
      "gatehouse pins accept --all"
    })
final class PinsAcceptCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "UPSTREAM", description = "Whose tool.")
  private Optional<String> upstream = Optional.empty();

  @Parameters(index = "1", arity = "0..1", paramLabel = "TOOL", description = "Which tool.")
  private Optional<String> tool = Optional.empty();

  @Option(
      names = "--all",
      description = "All tools that differ, of all upstreams or the named one.")
  private boolean all;

  @Option(
      names = "--digest",
      paramLabel = "HEX",
      description = "How the digest begins that `pins diff` showed: nothing later is accepted.")
  private Optional<String> digest = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
  private Optional<String> reason = Optional.empty();

  PinsAcceptCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (all == tool.isPresent()) {
      return terminal.misused("expected either UPSTREAM and TOOL, or `--all`");
    }
    if (all && digest.isPresent()) {
      return terminal.misused("`--digest` is of one tool, expected UPSTREAM and TOOL");
    }
    Order.AcceptPins order;
    try {
      order =
          new Order.AcceptPins(
              upstream.orElse(""), tool.orElse(""), digest.orElse(""), reason.orElse(""));
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    return recordings.order(terminal, order, this::show);
  }

  private void show(Answer answer) {
    for (JsonObject row : PinLines.tools(answer)) {
      terminal
          .out()
          .println(
              "accepted "
                  + row.getString("upstream", "")
                  + " "
                  + Terminal.oneLine(row.getString("tool", ""))
                  + " "
                  + PinLines.shortened(row.getString("found", "")));
    }
    if (answer.rows().isEmpty()) {
      terminal.out().println(Terminal.printable(answer.text()));
    }
  }
}
