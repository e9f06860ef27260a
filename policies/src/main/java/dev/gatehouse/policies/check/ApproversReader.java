package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Kind;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.policies.yaml.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads who approves the calls of a test. Confined to one thread. */
final class ApproversReader {
  private static final String APPROVED_BY = "approved-by";
  private static final String APPROVED_AFTER = "approved-after";

  /** More than any rule may ask for. */
  private static final int PEOPLE_MAX = 1_000;

  private static final Duration AFTER_MAX = Duration.ofDays(400);

  private final Problems problems;

  ApproversReader(Problems problems) {
    this.problems = problems;
  }

  Approvers read(MappingReader given) {
    List<Set<String>> groups = new ArrayList<>();
    given
        .node(APPROVED_BY)
        .ifPresent(
            node -> {
              for (YamlNode person : node instanceof Sequence all ? all.items() : List.of(node)) {
                groups.add(groups(given.file(), person));
              }
            });
    if (groups.size() > PEOPLE_MAX) {
      given.problem(APPROVED_BY, "more than " + PEOPLE_MAX + " people; expected fewer");
    }
    Duration after = given.duration(APPROVED_AFTER, Duration.ZERO, AFTER_MAX).orElse(Duration.ZERO);
    if (given.has(APPROVED_AFTER) && groups.isEmpty()) {
      given.problemAtKey(APPROVED_AFTER, "nobody approves; expected `approved-by` beside it");
    }
    return new Approvers(groups, after);
  }

  /** The groups of one person: a text, or a list of texts. */
  private Set<String> groups(String file, YamlNode person) {
    Set<String> groups = new LinkedHashSet<>();
    for (YamlNode group : person instanceof Sequence all ? all.items() : List.of(person)) {
      if (group instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
        groups.add(scalar.text());
      } else {
        problems.add(
            file,
            group.line(),
            group.column(),
            "`approved-by` should be a list of people, each a group or a list of groups, found "
                + group.described());
      }
    }
    return groups;
  }
}
