package dev.gatehouse.conformance.bench;

import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.PolicyText;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Measures what deciding a call costs by 50 rules of which ten match, conditions included, and what
 * reading 1,000 rules costs a gateway that runs. Its name keeps it out of {@code mvn verify}.
 */
@State(Scope.Benchmark)
@Fork(1)
public class DecisionBenchmark {
  private static final int RULES = 50;
  private static final int RULES_MATCHING = 10;
  private static final int RULES_RELOADED = 1_000;

  private PolicyEngine engine = engine();
  private Facts call = call();
  private int edition;

  /** Anew for each fork. */
  @Setup
  public void prepare() {
    engine = engine();
    call = call();
  }

  /** A judgement. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @Warmup(iterations = 5, time = 1)
  @Measurement(iterations = 5, time = 2)
  public Decision decides() {
    return engine.judge(call);
  }

  /** The reading of a file of which every rule changed. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 1)
  @Measurement(iterations = 15)
  public PolicySet reloads() {
    edition++;
    return read(manyRules(edition));
  }

  @Test
  void measuresDecisionsAndReloads() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(DecisionBenchmark.class.getName() + "\\.")
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    List<String> lines = new ArrayList<>();
    lines.add("| what | p50 | p99 | unit |");
    lines.add("|---|---|---|---|");
    for (RunResult result : results) {
      Statistics statistics = result.getPrimaryResult().getStatistics();
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.1f | %s |",
              result.getPrimaryResult().getLabel(),
              statistics.getPercentile(50),
              statistics.getPercentile(99),
              result.getPrimaryResult().getScoreUnit()));
    }
    String text = String.join("\n", lines) + "\n";
    Files.writeString(Product.root().resolve("conformance-tests/target/decisions.md"), text);
    System.out.println(text);
  }

  private static PolicyEngine engine() {
    StringBuilder yaml = new StringBuilder("default: refuse\nrules:\n");
    for (int i = 0; i < RULES; i++) {
      boolean matches = i % (RULES / RULES_MATCHING) == 0;
      String tool = matches ? "billing__*" : "crm__tool_" + i;
      yaml.append("  - name: rule ")
          .append(i)
          .append("\n    tools: \"")
          .append(tool)
          .append("\"\n");
      yaml.append("    when: ").append(condition(i)).append('\n');
      yaml.append(i == 0 ? "    permit: true\n" : "    mask: { result: [ { detect: email } ] }\n");
    }
    return new PolicyEngine(read(yaml.toString()), InstantSource.system());
  }

  private static String condition(int i) {
    return switch (i % 3) {
      case 0 -> "args.amount > " + i + " && args.currency == 'EUR'";
      case 1 -> "args.note.contains('order') || principal.startsWith('p" + i + "')";
      default -> "args.items.exists(it, it.price < " + (i + 10) + ".0) && 'finance' in groups";
    };
  }

  private static String manyRules(int edition) {
    StringBuilder yaml = new StringBuilder("default: permit\nrules:\n");
    for (int i = 0; i < RULES_RELOADED; i++) {
      yaml.append("  - name: rule ").append(i).append('\n');
      yaml.append("    tools: [ \"upstream").append(i % 7).append("__tool_").append(i);
      yaml.append("_*\" ]\n    groups: [ group-").append(i % 13).append(" ]\n");
      yaml.append("    when: args.amount > ").append(edition * RULES_RELOADED + i);
      yaml.append(" && args.country in ['DE', 'FR']\n");
      yaml.append("    mask: { result: [ { detect: [ payment-card, email ] } ] }\n");
    }
    return yaml.toString();
  }

  private static PolicySet read(String yaml) {
    return switch (PolicySet.of(List.of(new PolicyText("policy.yaml", yaml)))) {
      case Reading.Accepted(PolicySet set, _) -> set;
      case Reading.Rejected(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }

  private static Facts call() {
    JsonObject arguments =
        Json.createObjectBuilder()
            .add("amount", 1_200)
            .add("currency", "EUR")
            .add("note", "the order of Monday")
            .add("items", Json.createArrayBuilder().add(Json.createObjectBuilder().add("price", 3)))
            .build();
    Caller caller =
        new Caller(
            "ada@example.com", List.of("finance"), JsonObject.EMPTY_JSON_OBJECT, Optional.empty());
    return new Facts(
        caller,
        "tools/call",
        Optional.of("billing"),
        Optional.of("billing__refund"),
        () -> arguments);
  }
}
