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

/** The command {@code gatehouse grants revoke}. */
@Command(
    name = "revoke",
    description = "End what a person let the gateway do at upstreams; it is recorded who did.",
    footer = {
      "",
      "gatehouse grants revoke alice crm --reason 'has left the team'",
      "gatehouse grants revoke alice",
      "gatehouse grants revoke --all"
    })
final class GrantsRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Parameters(index = "0", arity = "0..1", paramLabel = "PERSON", description = "Whose.")
  private Optional<String> person = Optional.empty();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "UPSTREAM",
      description = "At which; at all, where none is named.")
  private Optional<String> upstream = Optional.empty();

  @Option(names = "--all", description = "Those of everybody.")
  private boolean all;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
  private Optional<String> reason = Optional.empty();

  GrantsRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (all == person.isPresent()) {
      return terminal.misused("expected either PERSON, or `--all`");
    }
    try {
      return recordings.order(
          terminal,
          new Order.RevokeGrants(person.orElse(""), upstream.orElse(""), reason.orElse("")),
          this::show);
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private void show(Answer answer) {
    for (JsonObject row : answer.rows()) {
      terminal
          .out()
          .println(
              "revoked "
                  + Terminal.oneLine(row.getString("person", ""))
                  + " "
                  + row.getString("upstream", ""));
    }
    if (answer.rows().isEmpty()) {
      terminal.out().println("there was nothing to revoke");
    }
  }
}
