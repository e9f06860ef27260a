package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a rule asks of people. Confined to one thread. */
final class ApprovalReader {
  /** How long a call waits where its rule does not say. */
  static final Duration WAIT = Duration.ofHours(1);

  /** How long an approved call may wait for its caller where its rule does not say. */
  static final Duration USE_WITHIN = Duration.ofMinutes(10);

  private static final Duration TIME_MIN = Duration.ofSeconds(1);
  private static final Duration WAIT_MAX = Duration.ofDays(30);

  /** An approval that lasts longer is a rule of its own. */
  private static final Duration GRANT_MAX = Duration.ofDays(7);

  private static final int QUORUM_MAX = 100;
  private static final int GROUPS_MAX = 100;

  private static final String GROUPS = "groups";
  private static final String QUORUM = "quorum";
  private static final String WAIT_KEY = "wait";
  private static final String GRANT = "grant";
  private static final String FOR = "for";
  private static final String USE_WITHIN_KEY = "use-within";
  private static final String ESCALATE = "escalate";
  private static final String AFTER = "after";
  private static final String TO = "to";
  private static final String HOURS = "hours";
  private static final String BREAK_GLASS = "break-glass";

  private final Problems problems;
  private final TimesReader timesReader;

  ApprovalReader(Problems problems) {
    this.problems = problems;
    this.timesReader = new TimesReader(problems);
  }

  /** The verb of a rule; empty if something is wrong with it, which was then reported. */
  Optional<Verb> read(String file, MappingReader approve, String name) {
    int before = problems.count();
    approve.require(GROUPS);
    List<String> groups = names(groups(file, approve, GROUPS));
    Need need =
        approve.choice("need", Need.ANY.word(), Need.ALL.word()).equals(Optional.of("all"))
            ? Need.ALL
            : Need.ANY;
    int quorum = Math.toIntExact(approve.integer(QUORUM, 1, QUORUM_MAX).orElse(1));
    Optional<Duration> wait = approve.duration(WAIT_KEY, TIME_MIN, WAIT_MAX);
    Grants grants =
        approve.mapping(GRANT).flatMap(ApprovalReader::grants).orElse(new Grants.Once(USE_WITHIN));
    boolean justify = approve.bool("justify").orElse(false);
    Optional<MappingReader> escalate = approve.mapping(ESCALATE);
    Optional<Escalation> escalation = escalate.flatMap(its -> escalation(file, its, groups));
    if (escalation.isPresent() && (wait.isPresent() || !approve.has(WAIT_KEY))) {
      inTime(escalate.orElseThrow(), escalation.get(), wait.orElse(WAIT));
    }
    Optional<Hours> hours =
        Optional.of(timesReader.read(file, approve, HOURS))
            .filter(windows -> !windows.isEmpty())
            .map(Hours::new);
    List<String> breakGlass = names(groups(file, approve, BREAK_GLASS));
    approve.end();
    if (problems.count() > before) {
      return Optional.empty();
    }
    Demand demand =
        new Demand(
            name,
            groups,
            need,
            quorum,
            wait.orElse(WAIT),
            grants,
            justify,
            escalation,
            hours,
            breakGlass);
    Reason reason = new Reason(name, Reason.APPROVE, "needs " + demand.inWords());
    return Optional.of(new Verb.Approve(demand, reason));
  }

  /** What is granted; empty if that is wrong. */
  private static Optional<Grants> grants(MappingReader grant) {
    Optional<Duration> length = grant.duration(FOR, TIME_MIN, GRANT_MAX);
    Optional<Duration> useWithin = grant.duration(USE_WITHIN_KEY, TIME_MIN, GRANT_MAX);
    if (grant.has(FOR) && grant.has(USE_WITHIN_KEY)) {
      grant.problemAtKey(
          USE_WITHIN_KEY,
          "`use-within` is of one call, and `for` of all until its end; expected one of them");
    } else if (!grant.has(FOR) && !grant.has(USE_WITHIN_KEY) && grant.unknownKeys().isEmpty()) {
      grant.problem("`grant` says nothing; expected `for` or `use-within`");
    }
    grant.end();
    return length.<Grants>map(Grants.ManyFor::new).or(() -> useWithin.map(Grants.Once::new));
  }

  private Optional<Escalation> escalation(
      String file, MappingReader escalate, List<String> groups) {
    escalate.require(AFTER, TO);
    Optional<Duration> after = escalate.duration(AFTER, TIME_MIN, WAIT_MAX);
    List<Scalar> to = groups(file, escalate, TO);
    for (Scalar group : to) {
      if (groups.contains(group.text())) {
        String quoted = Problem.quote(group.text());
        report(file, group, quoted + " may approve from the beginning; expected other groups");
      }
    }
    escalate.end();
    return after.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(new Escalation(after.get(), names(to)));
  }

  private static void inTime(MappingReader escalate, Escalation escalation, Duration wait) {
    if (escalation.after().compareTo(wait) >= 0) {
      String waits = "the call waits for " + DemandWords.length(wait);
      escalate.problem(AFTER, waits + ", and nobody is asked after that; expected a shorter time");
    }
  }

  /** Names of groups, each once; in the order of the file. */
  private List<Scalar> groups(String file, MappingReader reader, String key) {
    Map<String, Scalar> groups = new LinkedHashMap<>();
    for (Scalar text : reader.texts(key)) {
      if (text.text().isBlank()) {
        report(file, text, "expected the name of a group");
      } else if (groups.putIfAbsent(text.text(), text) != null) {
        report(file, text, Problem.quote(text.text()) + " stands here twice; expected it once");
      }
    }
    if (groups.size() > GROUPS_MAX) {
      reader.problem(key, Problem.quote(key) + " should be at most " + GROUPS_MAX + " groups");
    }
    return List.copyOf(groups.values());
  }

  private static List<String> names(List<Scalar> groups) {
    return groups.stream().map(Scalar::text).toList();
  }

  private void report(String file, Scalar scalar, String message) {
    problems.add(file, scalar.line(), scalar.column(), message);
  }
}
