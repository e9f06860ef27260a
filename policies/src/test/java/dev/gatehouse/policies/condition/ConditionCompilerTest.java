package dev.gatehouse.policies.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionCompilerTest {
  private static final Instant STARTED = Instant.parse("2026-11-23T09:00:00Z");
  private static final ConditionCompiler COMPILER =
      new ConditionCompiler(Set.of("deletes", "small-things"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          args.a == 1                      | {"a": 1}                      | true
          args.a == 1                      | {"a": 1.0}                    | true
          args.a > 9223372036854775807     | {"a": 9223372036854775807}    | false
          args.a > 9223372036854775807     | {"a": 92233720368547758070}   | true
          args.a > 1e300                   | {"a": 1e999}                  | true
          args.a < 0.1                     | {"a": 1e-400}                 | true
          args.a == null                   | {"a": null}                   | true
          args.a == null                   | {"a": 0}                      | false
          has(args.a)                      | {"a": null}                   | true
          has(args.a)                      | {}                            | false
          "a" in args                      | {"a": 1}                      | true
          args.a.b[1].c == "x"             | {"a":{"b":[0,{"c":"x"}]}}     | true
          args.a.exists(x, x > 2)          | {"a": [1, 2, 3]}              | true
          args.a.lowerAscii() == "x"       | {"a": "X"}                    | true
          args.a.matches("^[a-z]+$")       | {"a": "abc1"}                 | false
          "finance" in groups              | {}                            | true
          claims.level == 3                | {}                            | true
          tool == "" && upstream == "crm"  | {}                            | true
          session.id == "s1"               | {}                            | true
          session.started < timestamp("2026-11-23T09:00:01Z") | {}         | true
          session.started.getHours("Europe/Berlin") == 10     | {}         | true
          """)
  void evaluatesWhatTheCallHolds(String expression, String arguments, boolean holds) {
    assertEquals(new Outcome.Known(holds), evaluate(expression, arguments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          args.a == 1                  | {}           | attribute not found
          args.a > 1                   | {"a": "2"}   | overload not found
          args.a > 1                   | {"a": null}  | overload not found
          args.a                       | {"a": 1}     | its result is not a bool
          args.a[3] == 1               | {"a": [1]}   | index out of bounds
          1 / args.a == 1              | {"a": 0}     | divide by zero
          int(args.a) == 1             | {"a": "x"}   | bad format
          args.a + 1 > 0               | {"a": 9223372036854775807} | numeric overflow
          args.a.matches(args.b)       | {"a": "x", "b": "("} | invalid argument
          """)
  void cannotEvaluateWhatDoesNotFit(String expression, String arguments, String why) {
    assertEquals(new Outcome.Unknown(why), evaluate(expression, arguments));
  }

  @Test
  void givesUpOnLoopsWithoutEnd() {
    String list = "[" + "1,".repeat(999) + "1]";

    Outcome outcome =
        evaluate(
            "args.a.all(x, args.a.all(y, args.a.all(z, x + y + z > 0)))", "{\"a\": " + list + "}");

    assertEquals(new Outcome.Unknown("iteration budget exceeded"), outcome);
  }

  @Test
  void staysWithinTheStackHoweverDeepTheArguments() {
    String deep = "{\"a\":".repeat(300) + "1" + "}".repeat(300);

    assertInstanceOf(Outcome.Known.class, evaluate("has(args.a.a.a)", deep));
  }

  @Test
  void refusesAnExpressionThatIsTooLongOrTooDeep() {
    assertTrue(faults("1 == " + "1".repeat(5000)).getFirst().message().contains("exceeds limit"));
    assertTrue(faults("(".repeat(100) + "true" + ")".repeat(100)).size() >= 1);
    assertTrue(faults("").size() >= 1);
  }

  @Test
  void saysWhereEveryFaultIs() {
    List<Integer> offsets =
        faults("nope == 1\n|| never").stream().map(Compilation.Fault::offset).toList();

    assertEquals(List.of(0, 13), offsets);
  }

  private static Outcome evaluate(String expression, String arguments) {
    Condition condition =
        assertInstanceOf(Compilation.Compiled.class, COMPILER.compile(expression)).condition();
    JsonObject claims = Json.createObjectBuilder().add("level", 3).build();
    return condition.evaluate(
        new Subject(
                Map.of(
                    "principal",
                    "ada",
                    "groups",
                    List.of("finance"),
                    "tool",
                    "",
                    "upstream",
                    "crm",
                    "client",
                    "",
                    "session.id",
                    "s1",
                    "session.started",
                    STARTED))
            .with("args", () -> parse(arguments))
            .with("claims", () -> claims));
  }

  private static List<Compilation.Fault> faults(String expression) {
    return assertInstanceOf(Compilation.Faulty.class, COMPILER.compile(expression)).faults();
  }

  private static JsonValue parse(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }
}
