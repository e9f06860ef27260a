package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.ConditionCompiler;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Kind;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads what a rule does. Confined to one thread. */
final class VerbReader {
  private static final String VERBS = "permit, mask, seal, refuse, limit, approve, sql";

  private static final String ARGUMENTS = "arguments";
  private static final String RESULT = "result";

  private final MaskReader maskReader;
  private final LimitReader limitReader;
  private final ApprovalReader approvalReader;
  private final SqlReader sqlReader;

  VerbReader(Problems problems, Detectors detectors, Supplier<ConditionCompiler> compiler) {
    this.maskReader = new MaskReader(problems, detectors);
    this.sqlReader = new SqlReader(problems);
    this.limitReader = new LimitReader(problems, compiler);
    this.approvalReader = new ApprovalReader(problems);
  }

  /** The verbs of a rule; none if something is wrong with them, which was then reported. */
  List<Verb> read(String file, MappingReader rule, String name) {
    List<Verb> verbs = new ArrayList<>();
    permit(rule, name).ifPresent(verbs::add);
    rule.mapping("mask").flatMap(m -> mask(file, rule, m, name)).ifPresent(verbs::add);
    seal(rule, name).ifPresent(verbs::add);
    refuse(rule, name).ifPresent(verbs::add);
    verbs.addAll(limitReader.read(file, rule, name));
    rule.mapping("approve").flatMap(m -> approvalReader.read(file, m, name)).ifPresent(verbs::add);
    rule.mapping("sql").flatMap(m -> sqlReader.read(file, m, name)).ifPresent(verbs::add);
    boolean any = Stream.of(VERBS.split(", ")).anyMatch(rule::has);
    if (!any && rule.unknownKeys().isEmpty()) {
      rule.problem("the rule does nothing; expected one of " + VERBS);
    }
    contradiction(rule, "refuse", "permit");
    contradiction(rule, "refuse", "approve");
    contradiction(rule, "refuse", "limit");
    contradiction(rule, "refuse", "sql");
    contradiction(rule, "approve", "permit");
    if (rule.has("when-result")) {
      onlyOfResults(rule, verbs);
    }
    return verbs;
  }

  /** What comes too late once there is a result. */
  private static void onlyOfResults(MappingReader rule, List<Verb> verbs) {
    for (Verb verb : verbs) {
      switch (verb) {
        case Verb.Permit _, Verb.Limit _, Verb.Approve _, Verb.Sql _ ->
            rule.problemAtKey(
                verb.reason().verb(),
                "`"
                    + verb.reason().verb()
                    + "` comes too late for a result; expected mask, seal or refuse");
        case Verb.Mask(Masks masks, _) when !masks.arguments().isEmpty() ->
            rule.problem("mask", "`when-result` comes too late for `arguments`; expected `result`");
        case Verb.Seal(Masks masks, _) when masks.arguments().seals() ->
            rule.problem("seal", "`when-result` comes too late for `arguments`; expected `result`");
        case Verb.Mask _, Verb.Seal _, Verb.Refuse _ -> {}
      }
    }
  }

  private static void contradiction(MappingReader rule, String stronger, String weaker) {
    if (rule.has(stronger) && rule.has(weaker)) {
      rule.problemAtKey(
          weaker, "`" + weaker + "` has no effect beside `" + stronger + "`; expected one of them");
    }
  }

  private static Optional<Verb> permit(MappingReader rule, String name) {
    Optional<Boolean> permit = rule.bool("permit");
    if (permit.isPresent() && !permit.get()) {
      rule.problem("permit", "expected `permit: true`; to keep a call use `refuse: \"why\"`");
    }
    return permit
        .filter(yes -> yes)
        .map(_ -> new Verb.Permit(new Reason(name, "permit", "the rule permits it")));
  }

  private Optional<Verb> mask(String file, MappingReader rule, MappingReader mask, String name) {
    MaskReader.Read read = maskReader.read(file, mask);
    if (!mask.has(ARGUMENTS) && !mask.has(RESULT) && mask.unknownKeys().isEmpty()) {
      rule.problem("mask", "`mask` hides nothing; expected `arguments`, `result` or both");
    }
    mask.end();
    Reason reason = new Reason(name, "mask", "hides " + read.described());
    return Optional.of(new Verb.Mask(read.masks(), reason));
  }

  private static Optional<Verb> seal(MappingReader rule, String name) {
    Optional<YamlNode> node = rule.node("seal");
    if (node.isPresent() && node.get() instanceof Scalar scalar && scalar.kind() != Kind.TEXT) {
      rule.problem("seal", "`seal` should say which side: `[ arguments, result ]` or one of them");
      return Optional.empty();
    }
    List<String> sides = rule.choices("seal", List.of(ARGUMENTS, RESULT));
    if (sides.isEmpty()) {
      return Optional.empty();
    }
    Masks masks =
        new Masks(
            sides.contains(ARGUMENTS) ? MaskPlan.sealing() : MaskPlan.empty(),
            sides.contains(RESULT) ? MaskPlan.sealing() : MaskPlan.empty());
    String because = "keeps the original of what is masked in " + String.join(" and ", sides);
    return Optional.of(new Verb.Seal(masks, new Reason(name, "seal", because)));
  }

  private static Optional<Verb> refuse(MappingReader rule, String name) {
    Optional<Scalar> message = rule.text("refuse");
    if (message.isPresent() && message.get().text().isBlank()) {
      rule.problem("refuse", "`refuse` is empty; expected what to tell the caller");
    }
    return message.map(m -> new Verb.Refuse(m.text(), new Reason(name, "refuse", m.text())));
  }
}
