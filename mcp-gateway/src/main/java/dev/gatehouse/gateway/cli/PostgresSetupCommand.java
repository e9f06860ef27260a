package dev.gatehouse.gateway.cli;

import dev.gatehouse.recordings.PostgresSetup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code gatehouse postgres-setup}. */
@Command(
    name = "postgres-setup",
    description = "Print the SQL that prepares a PostgreSQL database for a shared log.",
    footer = {
      "",
      "Run it once as the role that is to own the tables, which should be another one than the",
      "gateways': psql gatehouse <(gatehouse postgres-setup --role gateway). The gateways' role",
      "may then add entries, and neither change nor delete them."
    })
final class PostgresSetupCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--role",
      paramLabel = "NAME",
      defaultValue = "gatehouse",
      description = "The role that gateways connect as; it must exist (default: ${DEFAULT-VALUE}).")
  private String role = "gatehouse";

  PostgresSetupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      terminal.out().print(PostgresSetup.script(role));
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      return terminal.misused("" + e.getMessage());
    }
  }
}
