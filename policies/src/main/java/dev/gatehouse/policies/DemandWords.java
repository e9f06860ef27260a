package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a demand asks for, for people. */
final class DemandWords {
  private DemandWords() {}

  /** On one line, without what holds where a rule says nothing of it. */
  static String of(Demand demand) {
    List<String> words = new ArrayList<>();
    words.add(people(demand));
    if (!demand.waitMax().equals(ApprovalReader.WAIT)) {
      words.add("within " + length(demand.waitMax()));
    }
    demand.hours().ifPresent(hours -> words.add("of which counts " + hours.written()));
    demand
        .escalation()
        .ifPresent(
            its ->
                words.add("after " + length(its.after()) + " also by " + quoted(its.to(), "or")));
    switch (demand.grants()) {
      case Grants.Once(Duration useWithin) when useWithin.equals(ApprovalReader.USE_WITHIN) -> {}
      case Grants.Once(Duration useWithin) -> words.add("to be used within " + length(useWithin));
      case Grants.ManyFor(Duration length) ->
          words.add("good for all such calls for " + length(length));
    }
    if (demand.justify()) {
      words.add("with a reason given by the caller");
    }
    if (!demand.breakGlass().isEmpty()) {
      words.add(quoted(demand.breakGlass(), "or") + " may break the glass");
    }
    return String.join(", ", words);
  }

  private static String people(Demand demand) {
    int quorum = demand.quorum();
    int groups = demand.groups().size();
    if (demand.need() == Need.ANY || groups == 1) {
      String of = quoted(demand.groups(), "or");
      return quorum == 1 ? "approval by " + of : "approval by " + quorum + " people of " + of;
    }
    String each = "approval by " + quoted(demand.groups(), "and") + ", a person of each";
    return quorum > groups ? each + " and " + quorum + " in all" : each;
  }

  /** A time as people say it, in the largest unit that needs no fraction. */
  static String length(Duration duration) {
    long seconds = duration.toSeconds();
    if (!duration.equals(Duration.ofSeconds(seconds))) {
      return duration.toMillis() + " ms";
    }
    if (seconds % 86_400 == 0) {
      return counted(seconds / 86_400, "day");
    }
    if (seconds % 3600 == 0) {
      return counted(seconds / 3600, "hour");
    }
    return seconds % 60 == 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  private static String quoted(List<String> names, String word) {
    List<String> quoted = names.stream().map(Problem::quote).toList();
    return quoted.size() < 3
        ? String.join(" " + word + " ", quoted)
        : String.join(", ", quoted.subList(0, quoted.size() - 1))
            + " "
            + word
            + " "
            + quoted.getLast();
  }
}
