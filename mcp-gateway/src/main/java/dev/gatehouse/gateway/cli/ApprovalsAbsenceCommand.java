package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.Order;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse approvals absence}. */
@Command(
    name = "absence",
    description = "Have somebody decide in your place while you are away.",
    footer = {
      "",
      "Whoever stands in decides with your groups of today, as one person, and never about what",
      "you asked for. It ends by itself, after 30 days at the latest.",
      "",
      "gatehouse approvals absence --until 2026-12-23 --to bob@example.com",
      "gatehouse approvals absence --end"
    })
final class ApprovalsAbsenceCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "When you are back, or the end of your last day by UTC: 2026-12-23T09:00+01:00,"
              + " 2026-12-23.")
  private Optional<String> until = Optional.empty();

  @Option(names = "--to", paramLabel = "NAME", description = "Who decides, as their tokens say.")
  private Optional<String> standIn = Optional.empty();

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "Who names them so (default: who names you).")
  private Optional<String> issuer = Optional.empty();

  @Option(names = "--end", description = "You are back.")
  private boolean end;

  @Option(
      names = "--of",
      paramLabel = "NAME",
      description = "With --end: the absence of somebody else, for administrators.")
  private Optional<String> of = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
  private Optional<String> reason = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object: what is in force, or ended.")
  private boolean json;

  ApprovalsAbsenceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean begins = until.isPresent() && standIn.isPresent();
    boolean isPart = until.isPresent() || standIn.isPresent() || reason.isPresent();
    if (end ? isPart : (!begins || of.isPresent())) {
      return terminal.misused("expected either `--until` and `--to`, or `--end`");
    }
    try {
      return recordings.order(
          terminal,
          new Order.Approvals(
              end
                  ? new ApprovalOrder.Return(of.orElse(""), issuer.orElse(""))
                  : new ApprovalOrder.Leave(
                      moment(until.orElse("")),
                      standIn.orElse(""),
                      issuer.orElse(""),
                      reason.orElse(""))),
          answer -> ApprovalLines.done(terminal, answer, json));
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
  }

  private static Instant moment(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()
          : ZonedDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--until `%s` expected to be like 2026-12-23 or 2026-12-23T09:00+01:00".formatted(text),
          e);
    }
  }
}
