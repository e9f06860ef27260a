package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.YamlNode.Place;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One thing that a test expects, and where it says so. */
sealed interface Expectation {
  Place place();

  /** What becomes of the call: a decision's word, or {@code withhold}. */
  record Decided(Place place, String word) implements Expectation {}

  /** The rule that decided, or {@code default}. */
  record DecidedBy(Place place, String rule) implements Expectation {}

  /** A rule that is about the call, whatever else is. */
  record Fired(Place place, String rule) implements Expectation {}

  /** A rule that is not. */
  record NotFired(Place place, String rule) implements Expectation {}

  /**
   * What the caller is told.
   *
   * @param isWhole whether the text is all of it, and not a part
   */
  record Told(Place place, String text, boolean isWhole) implements Expectation {}

  /** Who may approve. */
  record HeldFor(Place place, Set<String> groups) implements Expectation {}

  /** What each rule asks of people, in words, or the beginning of them. */
  record Asked(Place place, Map<String, String> words) implements Expectation {}

  /** When the same call may pass. */
  record Retry(Place place, Duration after) implements Expectation {}

  /** The arguments as they go upstream and are stored. */
  record Arguments(Place place, JsonObject masked) implements Expectation {}

  /** The result or the error as it comes out and is stored. */
  record Replied(Place place, JsonObject masked, boolean isError) implements Expectation {}

  /** How many values were hidden, by kind, in arguments and reply together. */
  record Masked(Place place, Map<String, Integer> counts) implements Expectation {}

  /** Of which sides the originals are kept for auditors. */
  record Sealed(Place place, Set<String> sides) implements Expectation {}

  /**
   * What rules that only observe would have done: for each rule the beginnings of what they say
   * behind "would", in their order.
   */
  record Would(Place place, Map<String, List<String>> have) implements Expectation {}

  /** Whether what is called is shown to this caller in lists. */
  record Listed(Place place, boolean isListed) implements Expectation {}
}
