package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.identity.Actor;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Escalation;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A refund that waits for people of `finance`, and those people. */
final class Asked {
  static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  static final Person ANN = person("ann", "finance");
  static final Person BOB = person("bob", "finance");
  static final Person EVE = person("eve", "leads");
  static final Person OUT = person("out", "sales");
  static final Person CALLER = person("cleo", "finance");
  static final Requester CLEO =
      new Requester(
          "cleo",
          Optional.of("https://id"),
          List.of(new Actor("robot", Optional.empty())),
          Optional.of("app"),
          Optional.of("claude"));

  private Asked() {}

  static Person person(String name, String... groups) {
    return new Person(name, Optional.of("https://id"), Set.of(groups), false);
  }

  static Demand once(int quorum) {
    return demand(quorum, new Grants.Once(Duration.ofMinutes(10)), false);
  }

  static Demand many() {
    return demand(1, new Grants.ManyFor(Duration.ofMinutes(30)), false);
  }

  static Demand justified() {
    return demand(1, new Grants.Once(Duration.ofMinutes(10)), true);
  }

  static Demand demand(int quorum, Grants grants, boolean justify) {
    return new Demand(
        "refunds",
        List.of("finance"),
        Need.ANY,
        quorum,
        Duration.ofHours(1),
        grants,
        justify,
        Optional.of(new Escalation(Duration.ofMinutes(20), List.of("leads"))),
        Optional.empty(),
        List.of("on-call"));
  }

  static Request request(Demand... demands) {
    return request("{\"amount\":5}", CLEO, demands);
  }

  static Request request(String arguments, Requester requester, Demand... demands) {
    List<Demand> all = List.of(demands);
    return new Request(
        new Binding(
            requester.caller(),
            "billing",
            "tools/call",
            "refund",
            Arguments.digest(arguments),
            "def",
            "pol",
            Arguments.digest(DemandJson.text(all))),
        requester,
        Optional.of("pays money back"),
        arguments,
        "{}",
        all,
        List.of(new Reason("refunds", "approve", "amount above 1")),
        "exchange-1",
        "");
  }

  static Approval pending(Demand... demands) {
    Request request = request(demands);
    Instant decideBy = Ageing.decideBy(request.demands(), START);
    return new Approval(
        "01JAPPROVAL",
        request,
        List.of(),
        State.PENDING,
        START,
        decideBy,
        decideBy,
        List.of(),
        "",
        Optional.empty(),
        0,
        List.of(),
        false,
        false,
        "",
        Optional.empty(),
        List.of(new Step(1, Step.ASKED, START, "cleo", "")),
        1);
  }

  static Approval granted(Demand demand) {
    return after(pending(demand), yes(ANN, pending(demand)), START);
  }

  static Event yes(Person by, Approval approval) {
    return new Event.Approved(by, "fine", approval.seen());
  }

  static Approval after(Approval approval, Event event, Instant now) {
    Change change = Transitions.apply(approval, event, now);
    if (change instanceof Change.Refused refused) {
      throw new AssertionError(refused.why());
    }
    return change.approval();
  }

  static String refusal(Approval approval, Event event, Instant now) {
    Change change = Transitions.apply(approval, event, now);
    if (change instanceof Change.Refused refused) {
      return refused.why();
    }
    throw new AssertionError("expected a refusal, not " + change);
  }
}
