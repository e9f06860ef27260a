package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.Reason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Approvals to tell people of. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-24T05:00:00Z");
  static final String ID = "01JDPENDING";

  private Samples() {}

  static Approval pending(String arguments) {
    return approval(State.PENDING, arguments, step(1, Step.ASKED, ""));
  }

  static Step step(int number, String word, String reason) {
    return new Step(number, word, NOW, word.equals(Step.ASKED) ? "ann" : "bob", reason);
  }

  static Approval approval(State state, String arguments, Step... steps) {
    Demand demand =
        new Demand(
            "big refunds",
            List.of("finance"),
            Need.ANY,
            1,
            Duration.ofHours(4),
            new Grants.Once(Duration.ofHours(1)),
            false,
            Optional.empty(),
            Optional.empty(),
            List.of());
    String digest = "a".repeat(64);
    Request request =
        new Request(
            new Binding("{}", "billing", "tools/call", "refund", digest, digest, digest, digest),
            new Requester("ann", Optional.empty(), List.of(), Optional.empty(), Optional.empty()),
            Optional.of("Refunds an order."),
            arguments,
            "{}",
            List.of(demand),
            List.of(new Reason("big refunds", "approve", "amount is above 100")),
            "01JDEXCHANGE",
            "");
    return new Approval(
        ID,
        request,
        List.of(),
        state,
        NOW,
        NOW.plus(Duration.ofHours(4)),
        NOW.plus(Duration.ofHours(5)),
        List.of(),
        "",
        Optional.empty(),
        0,
        List.of(),
        false,
        false,
        "",
        Optional.empty(),
        List.of(steps),
        steps.length);
  }

  static Notice notice(Approval approval) {
    Step last = approval.steps().getLast();
    return new Notice(
        approval,
        last,
        Notice.kind(approval, last).orElseThrow(),
        ApprovalText.of(approval, List.of(), NOW),
        Optional.of(URI.create("https://gatehouse.example.com/approvals/" + approval.id())));
  }
}
