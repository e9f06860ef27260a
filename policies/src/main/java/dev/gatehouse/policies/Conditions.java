package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Compilation;
import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.condition.ConditionCompiler;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.NamedLists;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Kind;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the conditions of rules, each text once. Confined to one thread, but for its own. */
final class Conditions {
  private static final String WHEN = "when";
  private static final String WHEN_RESULT = "when-result";

  /** Fewer are compiled before threads are under way. */
  private static final int WORTH_THREADS = 32;

  private final Problems problems;
  private final NamedLists lists;
  private final Map<String, Compilation> onCalls = new ConcurrentHashMap<>();
  private final Map<String, Compilation> onResults = new ConcurrentHashMap<>();

  /** Made when the first condition needs it, because that takes a second. */
  private Optional<ConditionCompiler> compiler = Optional.empty();

  Conditions(Problems problems, NamedLists lists) {
    this.problems = problems;
    this.lists = lists;
  }

  /**
   * Compiles the conditions of all these rules on all processors: each takes half a millisecond.
   */
  void prepare(List<MappingReader> rules) {
    Set<String> calls = texts(rules, WHEN);
    Set<String> results = texts(rules, WHEN_RESULT);
    if (calls.size() + results.size() >= WORTH_THREADS) {
      ConditionCompiler ready = compiler();
      compileAll(calls, onCalls, ready::compile);
      compileAll(results, onResults, ready::compileForResult);
    }
  }

  private static Set<String> texts(List<MappingReader> rules, String key) {
    return rules.stream()
        .flatMap(rule -> rule.peek(key).stream())
        .filter(node -> node instanceof Scalar scalar && scalar.kind() == Kind.TEXT)
        .map(node -> ((Scalar) node).text())
        .collect(Collectors.toSet());
  }

  private static void compileAll(
      Set<String> texts,
      Map<String, Compilation> compiled,
      Function<String, Compilation> compiler) {
    Queue<String> rest = new ConcurrentLinkedQueue<>(texts);
    Runnable work =
        () -> {
          for (String text = rest.poll(); text != null; text = rest.poll()) {
            compiled.put(text, compiler.apply(text));
          }
        };
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(Thread.ofVirtual().name("conditions-" + i).start(work));
    }
    work.run();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      // What they have not compiled yet is compiled when it is asked for.
      Thread.currentThread().interrupt();
    }
  }

  /** The condition under {@code when}. */
  Optional<Condition> onCall(MappingReader rule) {
    return rule.text(WHEN)
        .flatMap(
            text ->
                condition(
                    rule.file(),
                    text,
                    WHEN,
                    onCalls.computeIfAbsent(text.text(), t -> compiler().compile(t))));
  }

  /** The condition under {@code when-result}. */
  Optional<Condition> onResult(MappingReader rule) {
    return rule.text(WHEN_RESULT)
        .flatMap(
            text ->
                condition(
                    rule.file(),
                    text,
                    WHEN_RESULT,
                    onResults.computeIfAbsent(text.text(), t -> compiler().compileForResult(t))));
  }

  private Optional<Condition> condition(
      String file, Scalar text, String key, Compilation compilation) {
    return switch (compilation) {
      case Compilation.Compiled(Condition condition) -> Optional.of(condition);
      case Compilation.Faulty(List<Compilation.Fault> faults) -> {
        for (Compilation.Fault fault : faults) {
          Place place = text.at(fault.offset());
          problems.add(file, place.line(), place.column(), "`" + key + "`: " + fault.message());
        }
        yield Optional.empty();
      }
    };
  }

  ConditionCompiler compiler() {
    if (compiler.isEmpty()) {
      compiler = Optional.of(new ConditionCompiler(lists.members().keySet()));
    }
    return compiler.get();
  }
}
