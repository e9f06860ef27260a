package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Order;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse grants}. */
@Command(
    name = "grants",
    description = "Say which people have connected which upstreams.",
    synopsisSubcommandLabel = "[COMMAND]",
    footer = {
      "",
      "No token is shown. A person connects an upstream with `grant: authorization-code` on the"
          + " page",
      "that a call of theirs is answered with. See docs/configuration.md."
    })
final class GrantsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  GrantsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return recordings.order(terminal, new Order.ListGrants(), this::show);
  }

  private void show(Answer answer) {
    if (json) {
      answer.rows().forEach(terminal.out()::println);
    } else {
      print(terminal, answer.rows());
    }
  }

  /** A line for each. */
  static void print(Terminal terminal, List<JsonObject> rows) {
    if (rows.isEmpty()) {
      terminal.out().println("nobody has connected anything");
      return;
    }
    String form = "%-24s  %-16s  %-20s  %-20s  %s";
    terminal
        .out()
        .println(
            terminal.paint(
                Paint.FAINT,
                form.formatted("PERSON", "UPSTREAM", "CONNECTED", "EXPIRES", "SCOPES")));
    for (JsonObject row : rows) {
      terminal
          .out()
          .println(
              form.formatted(
                  Terminal.oneLine(row.getString("person", "")),
                  row.getString("upstream", ""),
                  seconds(row.getString("connected", "")),
                  row.getBoolean("renews", false)
                      ? "is renewed"
                      : seconds(row.getString("expires", "unknown")),
                  Terminal.oneLine(scopes(row))));
    }
  }

  private static String seconds(String instant) {
    return instant.replaceAll("\\.[0-9]+Z", "Z");
  }

  private static String scopes(JsonObject row) {
    return row.getJsonArray("scopes").getValuesAs(JsonString::getString).stream()
        .collect(Collectors.joining(" "));
  }
}
