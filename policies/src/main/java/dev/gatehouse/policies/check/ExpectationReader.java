package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.Spelling;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Mapping;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a test expects. Confined to one thread. */
final class ExpectationReader {
  private static final String[] DECISIONS = {"permit", "refuse", "throttle", "hold", "withhold"};
  private static final List<String> SIDES = List.of("arguments", "result", "none");
  private static final int COUNT_MAX = 1_000_000;

  private final Problems problems;
  private final JsonNodes json;
  private final Optional<List<String>> rules;

  /** Reads tests of policies with these rules, if they could be read. */
  ExpectationReader(Problems problems, Optional<List<String>> rules) {
    this.problems = problems;
    this.json = new JsonNodes(problems);
    this.rules = rules;
  }

  List<Expectation> read(MappingReader then) {
    List<Expectation> expected = new ArrayList<>();
    then.choice("decision", DECISIONS)
        .ifPresent(word -> expected.add(new Expectation.Decided(place(then, "decision"), word)));
    then.text("rule")
        .filter(rule -> isRule(then, rule))
        .ifPresent(rule -> expected.add(new Expectation.DecidedBy(at(rule), rule.text())));
    for (Scalar rule : then.texts("rules")) {
      if (isRule(then, rule)) {
        expected.add(new Expectation.Fired(at(rule), rule.text()));
      }
    }
    for (Scalar rule : then.texts("not-rules")) {
      if (isRule(then, rule)) {
        expected.add(new Expectation.NotFired(at(rule), rule.text()));
      }
    }
    message(then).ifPresent(expected::add);
    if (then.has("groups")) {
      Set<String> groups = Set.copyOf(then.strings("groups"));
      expected.add(new Expectation.HeldFor(place(then, "groups"), groups));
    }
    asked(then).ifPresent(expected::add);
    then.duration("retry-after")
        .ifPresent(after -> expected.add(new Expectation.Retry(place(then, "retry-after"), after)));
    messages(then, expected);
    masked(then).ifPresent(expected::add);
    sealed(then).ifPresent(expected::add);
    would(then).ifPresent(expected::add);
    then.bool("listed")
        .ifPresent(is -> expected.add(new Expectation.Listed(place(then, "listed"), is)));
    if (expected.isEmpty() && then.keys().isEmpty()) {
      then.problem("the test expects nothing; expected at least `decision`");
    }
    then.end();
    return expected;
  }

  private void messages(MappingReader then, List<Expectation> expected) {
    json.object(then, "arguments")
        .ifPresent(a -> expected.add(new Expectation.Arguments(place(then, "arguments"), a)));
    json.result(then, "result")
        .ifPresent(r -> expected.add(new Expectation.Replied(place(then, "result"), r, false)));
    json.error(then, "error")
        .ifPresent(e -> expected.add(new Expectation.Replied(place(then, "error"), e, true)));
  }

  private static Optional<Expectation> message(MappingReader then) {
    boolean isPart = then.peek("message").filter(Mapping.class::isInstance).isPresent();
    if (!isPart) {
      return then.optionalString("message")
          .map(text -> new Expectation.Told(place(then, "message"), text, true));
    }
    Optional<MappingReader> part = then.mapping("message");
    Optional<String> text = part.flatMap(p -> p.string("contains"));
    part.ifPresent(MappingReader::end);
    return text.map(words -> new Expectation.Told(place(then, "message"), words, false));
  }

  private static Optional<Expectation> masked(MappingReader then) {
    Optional<MappingReader> counts = then.mapping("masked");
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> byKind = new LinkedHashMap<>();
    for (String kind : counts.get().keys()) {
      counts.get().integer(kind, 1, COUNT_MAX).ifPresent(n -> byKind.put(kind, (int) n));
    }
    return Optional.of(new Expectation.Masked(place(then, "masked"), byKind));
  }

  private static Optional<Expectation> sealed(MappingReader then) {
    List<String> sides = then.choices("sealed", SIDES);
    if (sides.size() > 1 && sides.contains("none")) {
      then.problem("sealed", "`none` stands alone; expected it without other sides");
    }
    return then.has("sealed")
        ? Optional.of(
            new Expectation.Sealed(
                place(then, "sealed"),
                sides.equals(List.of("none")) ? Set.of() : Set.copyOf(new LinkedHashSet<>(sides))))
        : Optional.empty();
  }

  private Optional<Expectation> asked(MappingReader then) {
    Optional<YamlNode> node = then.node("asks");
    Optional<MappingReader> asks = then.mapping("asks");
    if (asks.isEmpty() || !(node.orElseThrow() instanceof Mapping mapping)) {
      return Optional.empty();
    }
    mapping.entries().forEach(entry -> isRule(then, entry.key()));
    Map<String, String> words = new LinkedHashMap<>();
    for (String rule : asks.get().keys()) {
      asks.get().string(rule).ifPresent(text -> words.put(rule, text));
    }
    return Optional.of(new Expectation.Asked(place(then, "asks"), words));
  }

  private Optional<Expectation> would(MappingReader then) {
    Optional<YamlNode> node = then.node("would");
    Optional<MappingReader> would = then.mapping("would");
    if (would.isEmpty() || !(node.orElseThrow() instanceof Mapping mapping)) {
      return Optional.empty();
    }
    Map<String, List<String>> have = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> isRule(then, entry.key()));
    for (String rule : would.get().keys()) {
      have.put(rule, would.get().strings(rule));
    }
    return Optional.of(new Expectation.Would(place(then, "would"), have));
  }

  /** Whether some rule has this name: a test about none would pass, or fail, for nothing. */
  private boolean isRule(MappingReader then, Scalar name) {
    List<String> names = new ArrayList<>(rules.orElse(List.of(name.text())));
    names.add("default");
    boolean is = names.contains(name.text());
    if (!is) {
      String hint = Spelling.hint(name.text(), names);
      String expected = hint.isEmpty() ? "; expected a name that stands in the policies" : hint;
      problems.add(
          then.file(),
          name.line(),
          name.column(),
          "no rule is called " + Problem.quote(name.text()) + expected);
    }
    return is;
  }

  private static Place place(MappingReader reader, String key) {
    return reader.peek(key).map(ExpectationReader::at).orElseThrow();
  }

  private static Place at(YamlNode node) {
    return new Place(node.line(), node.column());
  }
}
