package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.HeldCalls;
import dev.gatehouse.gateway.approval.Announcer;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Listing;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.Surroundings;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls that a gateway held before it was stopped. */
record HeldSeeds(Path data) {
  /** Who asks in local mode. */
  static final Requester OWNER =
      new Requester(
          System.getProperty("user.name"),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.of("a client"));

  static Requester of(String name, String issuer) {
    return new Requester(name, Optional.of(issuer), List.of(), Optional.empty(), Optional.empty());
  }

  static Demand demand(int quorum, String... groups) {
    return new Demand(
        "refunds are looked at",
        List.of(groups),
        Need.ANY,
        quorum,
        Duration.ofHours(8),
        new Grants.Once(Duration.ofMinutes(10)),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of("on-call"));
  }

  /** When what could not be told is tried again. */
  private static final Duration LATER = Duration.ofMinutes(1);

  private EntryLog log() throws Exception {
    return EntryLog.open(LogSettings.of(data).withFreeBytesMin(0), new Boot("test", "none"));
  }

  /** Holds a call, and gives the id. */
  String held(String tool, String arguments, Requester by, Demand demand) throws Exception {
    try (EntryLog log = log();
        HeldCalls held = HeldCalls.ofStopped(log, LogSettings.of(data))) {
      held.open();
      Request request =
          new Request(
              new Binding(
                  by.caller(),
                  "billing",
                  "tools/call",
                  tool,
                  Integer.toHexString(arguments.hashCode()),
                  "def",
                  "c51cccd29bb433d4",
                  "dem"),
              by,
              Optional.of("Pays money back."),
              arguments,
              "{}",
              List.of(demand),
              List.of(new Reason(demand.rule(), "approve", "somebody of finance has to agree")),
              "0193f7aa-0000-7000-8000-000000000001",
              "");
      return held.approvals().ask(request).approval().id();
    }
  }

  /** All of them as they stand, where no gateway is at work. */
  List<Approval> all() throws Exception {
    try (EntryLog log = log();
        HeldCalls held = HeldCalls.ofStopped(log, LogSettings.of(data))) {
      held.open();
      return held.approvals().list(Listing.of());
    }
  }

  /** The words of the steps that the next start tells people. */
  List<String> untold() throws Exception {
    List<String> words = new ArrayList<>();
    Announcer announcer = (Approval _, Step step) -> words.add(step.word());
    try (EntryLog log = log();
        Approvals approvals =
            Approvals.inFile(
                data.resolve("approvals.db"),
                new Surroundings(
                    log.secret("approvals"),
                    "gateway",
                    Duration.ofMinutes(10),
                    (_, _) -> {},
                    announcer,
                    () -> Instant.now().plus(LATER)))) {
      approvals.open();
      approvals.sweep();
    }
    return words;
  }
}
