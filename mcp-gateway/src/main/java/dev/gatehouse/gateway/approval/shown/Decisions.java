package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.Vote;
import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who decided what: on this call, and on the same tool before. */
final class Decisions {
  private Decisions() {}

  static List<Line> of(Approval approval, Instant now) {
    List<Line> lines = new ArrayList<>();
    for (Vote vote : approval.votes()) {
      ShownText by =
          vote.forWhom()
              .map(
                  absent ->
                      ShownText.of(
                          "%s for %s, who is away",
                          InWords.person(vote.by()), InWords.person(absent)))
              .orElseGet(() -> InWords.person(vote.by()));
      lines.add(
          new Fact(
              "Yes",
              StepInWords.because(
                  ShownText.of("%s, %s", by, InWords.time(vote.at(), now)), vote.reason())));
    }
    if (approval.state() != State.PENDING) {
      ShownText state = ShownText.ours(CallInWords.state(approval));
      ShownText decided =
          approval
              .by()
              .map(by -> ShownText.of("%s; last decided by %s", state, InWords.person(by)))
              .orElse(state);
      lines.add(new Fact("It is", StepInWords.because(decided, approval.why())));
    }
    for (Run run : last(approval.runs())) {
      lines.add(
          new Fact("Run", ShownText.of("%s, begun %s", outcome(run), InWords.time(run.at(), now))));
    }
    more(lines, approval.runs());
    return lines;
  }

  static ShownText outcome(Run run) {
    return switch (run.outcome()) {
      case Run.RUNNING -> ShownText.ours("under way");
      case Run.REPLIED -> ShownText.ours("the upstream answered");
      case Run.FAILED -> ShownText.ours("nothing came of it");
      case Run.UNKNOWN -> ShownText.ours("nobody knows whether it ran");
      default -> ShownText.line(run.outcome(), ShownText.NAME_MAX);
    };
  }

  static List<Line> earlier(Approval approval, List<Approval> earlier, Instant now) {
    List<Line> lines = new ArrayList<>();
    for (Approval other : first(earlier)) {
      ShownText what =
          ShownText.of(
              "%s, asked for by %s %s",
              ShownText.ours(CallInWords.state(other)),
              InWords.principal(
                  other.request().requester().name(), other.request().requester().issuer()),
              InWords.time(other.asked(), now));
      ShownText decided =
          other
              .by()
              .map(by -> ShownText.of("%s, last decided by %s", what, InWords.person(by)))
              .orElse(what);
      boolean isSame =
          other.request().binding().arguments().equals(approval.request().binding().arguments());
      lines.add(
          new Fact(
              isSame ? "Same arguments" : "Other arguments",
              StepInWords.because(decided, other.why())));
    }
    if (earlier.size() > InWords.LISTED_MAX) {
      lines.add(new Note(InWords.more(earlier.size() - InWords.LISTED_MAX, ids(earlier))));
    }
    return lines;
  }

  private static List<String> ids(List<Approval> approvals) {
    return approvals.stream().map(Approval::id).toList();
  }

  static List<Line> steps(Approval approval) {
    List<Line> lines = new ArrayList<>();
    for (Step step : last(approval.steps())) {
      lines.add(
          new Fact(
              "Step " + step.number(),
              ShownText.of("%s, %s", InWords.time(step.at()), StepInWords.of(step))));
    }
    more(lines, approval.steps());
    return lines;
  }

  private static void more(List<Line> lines, List<?> all) {
    if (all.size() > InWords.LISTED_MAX) {
      lines.add(
          new Note(
              ShownText.left("and %d before these".formatted(all.size() - InWords.LISTED_MAX))));
    }
  }

  private static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(all.size(), InWords.LISTED_MAX));
  }

  private static <T> List<T> last(List<T> all) {
    return all.subList(Math.max(0, all.size() - InWords.LISTED_MAX), all.size());
  }
}
