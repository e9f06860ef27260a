package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.replay.RecordedTraffic;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.check.ReplayedCall;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse policy replay}. */
@Command(
    name = "replay",
    description = "Run policies over recorded calls, and list those that would go another way.",
    footer = {
      "",
      "Exit codes: 0 nothing differs, 1 something differs (or the log cannot be read), 2 wrong",
      "usage or policies, 4 nothing differs as far as it can be said, and of some calls it cannot.",
      "Works beside a running gateway. All calls count for limits, only those asked for are listed."
    })
final class PolicyReplayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--policies",
      paramLabel = "FILE",
      arity = "1..*",
      description = "The candidate (default: the policies that the configuration names).")
  private List<Path> policies = List.of();

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Mixin private final FilterOptions filters = new FilterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "List so many calls, 0 for all (default: ${DEFAULT-VALUE}); all are counted.")
  private int limit = 100;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Option(names = "--json", description = "Print JSON, one call a line, the sums on the last.")
  private boolean json;

  private final ReplayTally tally = new ReplayTally();
  private int listed;

  PolicyReplayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.quiet();
    if (limit < 0) {
      return terminal.misused("`--limit` should be 0 or more, found " + limit);
    }
    List<Predicate<StoredEntry>> conditions;
    try {
      conditions = filters.filter().conditions();
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    }
    Optional<PolicySet> candidate =
        NamedPolicies.set(terminal, recordings.configuration(), policies);
    Optional<Path> directory =
        candidate.isPresent() ? recordings.directory(terminal) : Optional.empty();
    if (candidate.isEmpty() || directory.isEmpty()) {
      return ExitCode.USAGE;
    }
    SteadyProgress progress = new SteadyProgress(terminal, quiet);
    try (LogReader reader = LogReader.open(directory.get())) {
      long size = reader.size();
      recordings.reading(terminal, "view", asked(candidate.get()));
      new RecordedTraffic(
              candidate.get(),
              conditions,
              outcome -> {
                progress.end();
                take(outcome);
              })
          .read(reader, size, progress);
      progress.end();
      end();
      return tally.exitCode();
    } catch (RecordingException e) {
      progress.end();
      return terminal.failed(e);
    }
  }

  private JsonObject asked(PolicySet candidate) {
    JsonObjectBuilder asked =
        Json.createObjectBuilder()
            .add("command", "policy replay")
            .add("policies", candidate.digest());
    filters.addTo(asked);
    return asked.build();
  }

  private void take(RecordedTraffic.Outcome outcome) {
    switch (outcome) {
      case RecordedTraffic.Outcome.Replayed(ReplayedCall call) -> {
        tally.add(call);
        if (call.isNotable() && mayList()) {
          terminal.out().println(json ? ReplayLines.json(call) : ReplayLines.text(terminal, call));
        }
      }
      case RecordedTraffic.Outcome.Lost(long index, String why) -> {
        tally.lost(why);
        if (mayList()) {
          terminal
              .out()
              .println(
                  json
                      ? Json.createObjectBuilder()
                          .add("entry", index)
                          .add("differs", false)
                          .add("unsaid", Json.createArrayBuilder().add(why))
                          .build()
                      : "%8d cannot be said: %s".formatted(index, why));
        }
      }
    }
  }

  private boolean mayList() {
    listed++;
    return limit == 0 || listed <= limit;
  }

  private void end() {
    if (json) {
      JsonObjectBuilder sums = Json.createObjectBuilder(tally.json());
      terminal.out().println(Json.createObjectBuilder().add("sums", sums).build());
      return;
    }
    if (limit > 0 && listed > limit) {
      terminal.out().println("… and %d more; --limit 0 lists all".formatted(listed - limit));
    }
    terminal.out().println(tally.text());
  }
}
