package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what a test expects against what happened. Confined to one thread. */
final class Comparison {
  private final Happened happened;
  private final List<Mismatch> mismatches = new ArrayList<>();

  private Comparison(Happened happened) {
    this.happened = happened;
  }

  /** Everything that is not as expected, in the order of the file. */
  static List<Mismatch> of(List<Expectation> expected, Happened happened) {
    Comparison comparison = new Comparison(happened);
    expected.forEach(comparison::compare);
    comparison.mismatches.sort(
        Comparator.comparingInt(Mismatch::line).thenComparingInt(Mismatch::column));
    return List.copyOf(comparison.mismatches);
  }

  private void compare(Expectation expectation) {
    Place place = expectation.place();
    switch (expectation) {
      case Expectation.Decided(_, String word) -> text(place, "decision", word, happened.word());
      case Expectation.DecidedBy(_, String rule) -> text(place, "rule", rule, happened.rule());
      case Expectation.Fired(_, String rule) -> {
        if (!happened.fired(rule)) {
          differ(place, "rules", Problem.quote(rule), fired());
        }
      }
      case Expectation.NotFired(_, String rule) -> {
        if (happened.fired(rule)) {
          differ(place, "not-rules", "not " + Problem.quote(rule), fired());
        }
      }
      case Expectation.Told told -> told(told);
      case Expectation.HeldFor(_, Set<String> groups) -> {
        Set<String> found =
            happened.decision() instanceof Decision.Hold hold
                ? Set.copyOf(hold.groups())
                : Set.of();
        same(place, "groups", groups, found);
      }
      case Expectation.Asked(_, Map<String, String> words) -> asked(place, words);
      case Expectation.Retry(_, Duration after) -> retry(place, after);
      case Expectation.Arguments(_, var masked) ->
          json(place, "arguments", masked, happened.arguments());
      case Expectation.Replied replied -> replied(replied);
      case Expectation.Masked(_, Map<String, Integer> counts) -> {
        if (!counts.equals(happened.counts())) {
          differ(place, "masked", Wording.counted(counts), Wording.counted(happened.counts()));
        }
      }
      case Expectation.Sealed(_, Set<String> sides) ->
          same(place, "sealed", sides, happened.sealed());
      case Expectation.Would(_, Map<String, List<String>> have) -> would(place, have);
      case Expectation.Listed(_, boolean isListed) ->
          text(place, "listed", Boolean.toString(isListed), Boolean.toString(happened.isListed()));
    }
  }

  private void told(Expectation.Told told) {
    String found = happened.message().orElse("");
    boolean isRight = told.isWhole() ? found.equals(told.text()) : found.contains(told.text());
    if (!isRight || happened.message().isEmpty()) {
      String expected = (told.isWhole() ? "" : "a message with ") + Wording.whole(told.text());
      String none = "no message, since the policies decided " + Problem.quote(happened.word());
      differ(
          told.place(), "message", expected, happened.message().map(Wording::whole).orElse(none));
    }
  }

  private void asked(Place place, Map<String, String> expected) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    if (happened.decision() instanceof Decision.Hold hold) {
      hold.demands().forEach(demand -> found.put(demand.rule(), List.of(demand.inWords())));
    }
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    expected.forEach((rule, words) -> wanted.put(rule, List.of(words)));
    if (!begin(found, wanted)) {
      differ(place, "asks", Wording.observed(wanted), Wording.observed(found));
    }
  }

  private void retry(Place place, Duration after) {
    if (happened.decision() instanceof Decision.Throttle throttle) {
      text(place, "retry-after", Wording.millis(after), Wording.millis(throttle.retryAfter()));
    } else {
      differ(
          place,
          "retry-after",
          Problem.quote(Wording.millis(after)),
          Wording.NOTHING + ": it is not throttled");
    }
  }

  private void replied(Expectation.Replied expected) {
    String key = expected.isError() ? "error" : "result";
    if (happened.reply().isEmpty()) {
      String none = "no reply, since the policies decided " + Problem.quote(happened.word());
      differ(expected.place(), key, expected.masked().toString(), none);
    } else if (happened.reply().get().isError() != expected.isError()) {
      String other = happened.reply().get().isError() ? "an error" : "a result";
      differ(expected.place(), key, expected.masked().toString(), other);
    } else {
      json(expected.place(), key, expected.masked(), happened.reply().get().masked());
    }
  }

  private void would(Place place, Map<String, List<String>> expected) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (Reason reason : happened.reasons()) {
      if (reason.isObserved()) {
        String have = reason.because().replaceFirst("^would ", "");
        found.computeIfAbsent(reason.rule(), _ -> new ArrayList<>()).add(have);
      }
    }
    if (!begin(found, expected)) {
      differ(place, "would", Wording.observed(expected), Wording.observed(found));
    }
  }

  /** Whether the texts of each rule begin as they should. */
  private static boolean begin(
      Map<String, List<String>> found, Map<String, List<String>> expected) {
    boolean isRight = expected.keySet().equals(found.keySet());
    for (Map.Entry<String, List<String>> rule : expected.entrySet()) {
      isRight &= begin(found.getOrDefault(rule.getKey(), List.of()), rule.getValue());
    }
    return isRight;
  }

  private static boolean begin(List<String> texts, List<String> beginnings) {
    boolean all = texts.size() == beginnings.size();
    for (int i = 0; all && i < texts.size(); i++) {
      all = texts.get(i).startsWith(beginnings.get(i));
    }
    return all;
  }

  private void text(Place place, String key, String expected, String found) {
    if (!expected.equals(found)) {
      differ(place, key, Problem.quote(expected), Problem.quote(found));
    }
  }

  private void same(Place place, String key, Set<String> expected, Set<String> found) {
    if (!expected.equals(found)) {
      differ(place, key, Wording.listed(expected), Wording.listed(found));
    }
  }

  private void json(Place place, String key, JsonValue expected, JsonValue found) {
    for (JsonDifferences.Difference d : JsonDifferences.between(expected, found)) {
      differ(place, (key + " " + d.pointer()).strip(), d.expected(), d.found());
    }
  }

  private void differ(Place place, String what, String expected, String found) {
    mismatches.add(new Mismatch(what, place.line(), place.column(), expected, found));
  }

  private String fired() {
    return Wording.listed(
        happened.reasons().stream()
            .filter(reason -> !reason.isObserved())
            .map(Reason::rule)
            .collect(Collectors.toSet()));
  }
}
