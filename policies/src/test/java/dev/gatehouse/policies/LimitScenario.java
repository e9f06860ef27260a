package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlFile;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One case of a file about limits: a policy, and calls one after the other. */
record LimitScenario(String file, String name, String policy, Instant at, List<Step> steps) {
  private static final String BEGIN = "2026-11-23T10:00:00Z";

  /** What happens next. */
  sealed interface Step {
    /** Time passes. */
    record Pause(Duration duration) implements Step {}

    /** So many calls that stay under way end. */
    record End(int calls) implements Step {}

    /** Calls like each other come, one after the other. */
    record Calls(Facts facts, int times, boolean stay, long resultBytes, Expected then)
        implements Step {}
  }

  /** What is decided on each call; what is empty is not looked at. */
  record Expected(
      String decision,
      Optional<String> rule,
      Optional<Duration> retryAfter,
      Optional<String> message,
      Optional<String> withheld) {}

  static List<LimitScenario> read(Path file) {
    Problems problems = new Problems();
    MappingReader reader =
        YamlFile.read(file, problems)
            .flatMap(node -> MappingReader.of(file.toString(), node, problems))
            .orElseThrow(() -> new AssertionError(problems.list().toString()));
    String policy = reader.string("policy").orElse("");
    List<LimitScenario> scenarios = new ArrayList<>();
    for (MappingReader item : reader.mappings("cases")) {
      scenarios.add(
          new LimitScenario(
              String.valueOf(file.getFileName()),
              item.string("name").orElse(""),
              policy,
              Instant.parse(item.optionalString("at").orElse(BEGIN)),
              item.mappings("steps").stream().map(LimitScenario::step).toList()));
      item.end();
    }
    reader.end();
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.list().toString());
    }
    return scenarios;
  }

  private static Step step(MappingReader step) {
    if (step.has("pause")) {
      return new Step.Pause(step.duration("pause").orElseThrow());
    }
    if (step.has("end")) {
      return new Step.End((int) step.integer("end", 1, 100).orElseThrow());
    }
    Step calls =
        new Step.Calls(
            facts(step),
            (int) step.integer("times", 1, 100).orElse(1),
            step.bool("stays").orElse(false),
            step.integer("result-bytes", 0, Long.MAX_VALUE).orElse(0),
            new Expected(
                step.string("then").orElse(""),
                step.optionalString("rule"),
                step.duration("retry-after"),
                step.optionalString("message"),
                step.optionalString("withheld")));
    step.end();
    return calls;
  }

  private static Facts facts(MappingReader step) {
    String tool = step.string("tool").orElse("");
    JsonObject arguments =
        MaskedJson.parse(step.optionalString("arguments").orElse("{}")).asJsonObject();
    Caller caller =
        new Caller(
            step.optionalString("principal").orElse("ada"),
            List.of(),
            JsonValue.EMPTY_JSON_OBJECT,
            step.optionalString("client"));
    return new Facts(
        caller, "tools/call", Optional.of(tool.split("__")[0]), Optional.of(tool), () -> arguments);
  }

  @Override
  public String toString() {
    return file + ": " + name;
  }
}
