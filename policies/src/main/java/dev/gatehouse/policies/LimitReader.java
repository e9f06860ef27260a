package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.ConditionCompiler;
import dev.gatehouse.policies.limit.Limit;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.policies.yaml.YamlNode.Sequence;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the limits of a rule: one mapping, or a list of them. Confined to one thread. */
final class LimitReader {
  private static final String LIMIT = "limit";
  private static final List<String> KINDS = List.of("calls", "concurrent", "daily", "result");

  private static final int CALLS_MAX = 1_000_000;

  /** More than any gateway has under way. */
  private static final int CONCURRENT_MAX = 10_000;

  private static final int DAILY_MAX = 1_000_000_000;

  /** More than any message may have. */
  private static final long RESULT_BYTES_MAX = 1L << 30;

  private static final Duration PER_MIN = Duration.ofSeconds(1);

  /** What is longer is a budget of days, and those end at midnight. */
  private static final Duration PER_MAX = Duration.ofHours(24);

  private final Problems problems;
  private final Supplier<ConditionCompiler> compiler;

  /** A reader that has expressions compiled, if there are any. */
  LimitReader(Problems problems, Supplier<ConditionCompiler> compiler) {
    this.problems = problems;
    this.compiler = compiler;
  }

  /** A limit, and in words. */
  private record Worded(Limit limit, String words) {}

  /** The limits of the rule of this name; what is wrong with them was reported and is left out. */
  List<Verb> read(String file, MappingReader rule, String name) {
    Optional<YamlNode> node = rule.node(LIMIT);
    boolean isList = node.isPresent() && node.get() instanceof Sequence;
    List<MappingReader> items =
        isList ? rule.mappings(LIMIT) : rule.mapping(LIMIT).stream().toList();
    if (isList && items.isEmpty()) {
      rule.problem(LIMIT, "`limit` is an empty list; expected at least one limit");
    }
    List<Verb> verbs = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (MappingReader item : items) {
      Optional<Verb.Limit> limit = limit(file, item, name);
      limit.ifPresent(verbs::add);
      if (limit.isPresent() && !seen.add(counter(limit.get()))) {
        item.problem("counts the same as another limit of this rule; expected one of them");
      }
    }
    return verbs;
  }

  /** Limits that share a count would only hide each other. */
  private static String counter(Verb.Limit verb) {
    String shape = verb.limit() instanceof Limit.Counted counted ? counted.shape() : "result";
    return shape + " by " + verb.by().text();
  }

  private Optional<Verb.Limit> limit(String file, MappingReader item, String name) {
    List<String> kinds = KINDS.stream().filter(item::has).toList();
    Optional<Worded> limit =
        kinds.isEmpty()
            ? Optional.empty()
            : switch (kinds.getFirst()) {
              case "calls" -> rate(item);
              case "concurrent" -> concurrent(item);
              case "daily" -> daily(file, item);
              default -> result(item);
            };
    Optional<CountedBy> by = Optional.of(CountedBy.STANDARD);
    if (kinds.isEmpty()) {
      nothing(item);
    } else if (kinds.size() > 1) {
      item.problem(
          "`"
              + String.join("` and `", kinds)
              + "` are limits of their own; expected a list of them");
      return Optional.empty();
    } else if (!kinds.getFirst().equals("result")) {
      by = by(file, item);
    }
    if (!kinds.isEmpty()) {
      item.end();
    }
    if (limit.isEmpty() || by.isEmpty()) {
      return Optional.empty();
    }
    String each = item.has("by") ? ", by " + by.get().text() : "";
    String words = limit.get().words() + each;
    return Optional.of(
        new Verb.Limit(
            limit.get().limit(),
            by.get(),
            new Reason(name, LIMIT, "at most " + words),
            new Reason(name, LIMIT, "more than " + words)));
  }

  private static void nothing(MappingReader item) {
    List.of("per", "zone", "by").forEach(item::has);
    if (item.unknownKeys().isEmpty()) {
      item.problem("limits nothing; expected one of " + String.join(", ", KINDS));
    }
    item.end();
  }

  private static Optional<Worded> rate(MappingReader item) {
    item.require("per");
    OptionalLong calls = item.integer("calls", 1, CALLS_MAX);
    Optional<Duration> per = item.duration("per", PER_MIN, PER_MAX);
    if (calls.isEmpty() || per.isEmpty()) {
      return Optional.empty();
    }
    int number = (int) calls.getAsLong();
    String words = calls(number) + " per " + item.text("per").map(Scalar::text).orElse("");
    return Optional.of(new Worded(new Limit.Rate(number, per.get()), words));
  }

  private static Optional<Worded> concurrent(MappingReader item) {
    OptionalLong calls = item.integer("concurrent", 1, CONCURRENT_MAX);
    if (calls.isEmpty()) {
      return Optional.empty();
    }
    int number = (int) calls.getAsLong();
    return Optional.of(new Worded(new Limit.Concurrent(number), calls(number) + " at one time"));
  }

  private Optional<Worded> daily(String file, MappingReader item) {
    OptionalLong calls = item.integer("daily", 1, DAILY_MAX);
    item.require("zone");
    Optional<ZoneId> zone = item.text("zone").flatMap(text -> zone(file, text));
    if (calls.isEmpty() || zone.isEmpty()) {
      return Optional.empty();
    }
    int number = (int) calls.getAsLong();
    String words = calls(number) + " a day in " + zone.get();
    return Optional.of(new Worded(new Limit.Daily(number, zone.get()), words));
  }

  private static Optional<Worded> result(MappingReader item) {
    OptionalLong bytes = item.bytes("result");
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    if (bytes.getAsLong() < 1 || bytes.getAsLong() > RESULT_BYTES_MAX) {
      item.problem("result", "`result` should be between 1B and 1GiB");
      return Optional.empty();
    }
    String words = item.text("result").map(Scalar::text).orElse("") + " in a result";
    return Optional.of(new Worded(new Limit.ResultSize(bytes.getAsLong()), words));
  }

  private Optional<ZoneId> zone(String file, Scalar text) {
    try {
      return Optional.of(ZoneId.of(text.text()));
    } catch (DateTimeException e) {
      problems.add(
          file,
          text.line(),
          text.column(),
          "`zone` should be a time zone such as `Europe/Berlin` or `UTC`, found "
              + Problem.quote(text.text()));
      return Optional.empty();
    }
  }

  /** A list of words, one of them, or an expression. Empty if it is wrong. */
  private Optional<CountedBy> by(String file, MappingReader item) {
    Optional<YamlNode> node = item.node("by");
    if (node.isEmpty()) {
      return Optional.of(CountedBy.STANDARD);
    }
    if (node.get() instanceof Sequence) {
      return members(item);
    }
    Optional<Scalar> text = item.text("by");
    boolean isWord = text.flatMap(scalar -> CallMember.of(scalar.text())).isPresent();
    return isWord ? members(item) : text.flatMap(scalar -> expression(file, scalar));
  }

  private static Optional<CountedBy> members(MappingReader item) {
    List<CallMember> members =
        item.choices("by", CallMember.words()).stream()
            .flatMap(word -> CallMember.of(word).stream())
            .toList();
    return members.isEmpty() ? Optional.empty() : Optional.of(new CountedBy.Members(members));
  }

  private Optional<CountedBy> expression(String file, Scalar text) {
    return compiler
        .get()
        .compileKey(
            text.text(),
            fault -> {
              Place place = text.at(fault.offset());
              problems.add(file, place.line(), place.column(), "`by`: " + fault.message());
            })
        .map(expression -> new CountedBy.Expression(text.text(), expression));
  }

  private static String calls(int number) {
    return number + (number == 1 ? " call" : " calls");
  }
}
