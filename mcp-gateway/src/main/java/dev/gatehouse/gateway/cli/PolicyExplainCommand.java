package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.replay.ExplainedCall;
import dev.gatehouse.gateway.replay.RecordedExplanation;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code gatehouse policy explain}. */
@Command(
    name = "explain",
    description = "Say what policies make of one call, rule by rule, and why.",
    footer = {
      "",
      "The call is described by options, or it is a recorded one (--entry). Nothing is counted:",
      "limits are taken as not used up. No argument and no result is shown.",
      "Exit codes: 0 whatever the decision, 1 failure, 2 wrong usage or policies."
    })
final class PolicyExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--policies",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Policy files (default: those that the configuration names).")
  private List<Path> policies = List.of();

  @Mixin private final RecordingsOption recordings = new RecordingsOption();

  @Mixin private final CallOptions described = new CallOptions();

  @Option(
      names = "--entry",
      paramLabel = "N",
      description = "The recorded call with this entry in the log.")
  private Optional<Long> entry = Optional.empty();

  @Option(
      names = "--as-recorded",
      description = "With --entry: by the policies that were in force then.")
  private boolean asRecorded;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  PolicyExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    OperatorLog.quiet();
    if (entry.isPresent() == described.isPresent()) {
      return terminal.misused("expected either --entry or a call, such as --tool crm__find");
    }
    if (asRecorded && entry.isEmpty()) {
      return terminal.misused("--as-recorded needs --entry");
    }
    Optional<PolicySet> set =
        asRecorded
            ? Optional.empty()
            : NamedPolicies.set(terminal, recordings.configuration(), policies);
    if (set.isEmpty() && !asRecorded) {
      return ExitCode.USAGE;
    }
    try {
      return entry.isPresent() ? recorded(entry.get(), set) : drafted(set.orElseThrow());
    } catch (IllegalArgumentException e) {
      return terminal.misused(String.valueOf(e.getMessage()));
    } catch (MaskingException | RecordingException e) {
      return terminal.failed(e);
    }
  }

  private int drafted(PolicySet set) throws MaskingException {
    CallOptions.Described call = described.described(terminal);
    print(
        call.response().isPresent()
            ? ExplainedCall.of(set, call.facts(), call.request(), call.response().get())
            : ExplainedCall.of(set, call.facts(), call.request()));
    return ExitCode.OK;
  }

  private int recorded(long index, Optional<PolicySet> set)
      throws RecordingException, MaskingException {
    Optional<Path> directory = recordings.directory(terminal);
    if (directory.isEmpty()) {
      return ExitCode.USAGE;
    }
    try (LogReader reader = LogReader.open(directory.get())) {
      RecordedExplanation explanation = new RecordedExplanation(reader);
      recordings.reading(
          terminal,
          "view",
          Json.createObjectBuilder().add("command", "policy explain").add("entry", index).build());
      print(set.isPresent() ? explanation.by(set.get(), index) : explanation.asRecorded(index));
      return ExitCode.OK;
    }
  }

  private void print(ExplainedCall call) {
    terminal.out().println(json ? ExplanationJson.of(call) : ExplanationText.of(terminal, call));
  }
}
