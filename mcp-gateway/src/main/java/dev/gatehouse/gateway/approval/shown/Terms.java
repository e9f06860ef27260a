package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What rules ask for, and what a decision means. */
final class Terms {
  private Terms() {}

  /** Each rule with what it asks for. */
  static List<Line> rules(Approval approval) {
    List<Line> lines = new ArrayList<>();
    List<Demand> demands = approval.request().demands();
    for (Demand demand : demands.subList(0, Math.min(demands.size(), InWords.LISTED_MAX))) {
      lines.addAll(of(demand));
    }
    if (demands.size() > InWords.LISTED_MAX) {
      lines.add(new Line.Note(InWords.more(demands.size() - InWords.LISTED_MAX, demands)));
    }
    List<Reason> reasons = approval.request().reasons();
    for (Reason reason : reasons.subList(0, Math.min(reasons.size(), InWords.LISTED_MAX))) {
      lines.add(
          new Fact(
              "Because",
              ShownText.of(
                  "rule %s, %s: %s",
                  ShownText.name(reason.rule()),
                  ShownText.line(reason.verb(), 40),
                  ShownText.quoted(reason.because(), StepInWords.REASON_MAX))));
    }
    if (reasons.size() > InWords.LISTED_MAX) {
      lines.add(new Line.Note(InWords.more(reasons.size() - InWords.LISTED_MAX, reasons)));
    }
    return lines;
  }

  private static List<Line> of(Demand demand) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Fact("Rule", ShownText.name(demand.rule())));
    lines.add(new Fact("Who may decide", deciders(demand)));
    demand
        .escalation()
        .ifPresent(
            escalation ->
                lines.add(
                    new Fact(
                        "Also may, later",
                        ShownText.of(
                            "%s, after %s",
                            InWords.names(escalation.to()),
                            InWords.duration(escalation.after())))));
    lines.add(new Fact("It waits", InWords.duration(demand.waitMax())));
    demand
        .hours()
        .ifPresent(
            hours -> lines.add(new Fact("Of which counts", ShownText.line(hours.written(), 500))));
    lines.add(new Fact("It grants", grants(demand.grants())));
    if (demand.justify()) {
      lines.add(new Fact("It asks for", ShownText.ours("a justification by who asks")));
    }
    if (!demand.breakGlass().isEmpty()) {
      lines.add(new Fact("Break-glass by", InWords.names(demand.breakGlass())));
    }
    return lines;
  }

  private static ShownText deciders(Demand demand) {
    String people = demand.quorum() == 1 ? "1 person" : demand.quorum() + " different people";
    return switch (demand.need()) {
      case Need.ANY ->
          ShownText.of("%s of any of %s", ShownText.ours(people), InWords.names(demand.groups()));
      case Need.ALL ->
          ShownText.of(
              "different people, one of each of %s, and at least %s in all",
              InWords.names(demand.groups()), ShownText.ours(people));
    };
  }

  private static ShownText grants(Grants grants) {
    return switch (grants) {
      case Grants.Once(var useWithin) ->
          ShownText.of("one run, within %s of the decision", InWords.duration(useWithin));
      case Grants.ManyFor(var length) ->
          ShownText.of("any number of runs of exactly this call, for %s", InWords.duration(length));
    };
  }

  /** What counts now: who, how many, until when, for how long. */
  static List<Line> now(Approval approval, Instant now) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Fact("Asked", InWords.time(approval.asked(), now)));
    lines.add(new Fact("To be decided by", InWords.time(approval.decideBy(), now)));
    lines.add(
        new Fact("May decide now", InWords.names(approval.deciders().stream().sorted().toList())));
    lines.add(new Fact("A grant is for", grants(Grants.narrowest(approval.request().demands()))));
    if (!approval.votes().isEmpty()) {
      lines.add(new Fact("Said yes so far", ShownText.ours(people(approval.votes().size()))));
    }
    switch (approval.state()) {
      case GRANTED, USED, LAPSED, REVOKED ->
          lines.add(new Fact("To be used by", InWords.time(approval.useBy(), now)));
      case PENDING, DENIED, EXPIRED, WITHDRAWN -> {}
    }
    if (approval.uses() > 0) {
      lines.add(new Fact("Used so far", ShownText.ours(approval.uses() + " times")));
    }
    lines.add(
        new Fact(
            "Break-glass by", InWords.names(approval.breakGlass().stream().sorted().toList())));
    return lines;
  }

  private static String people(int count) {
    return count == 1 ? "1 person" : count + " people";
  }
}
