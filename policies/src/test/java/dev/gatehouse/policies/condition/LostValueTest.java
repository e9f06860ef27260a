package dev.gatehouse.policies.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on a lost value is not known; what does not, is. */
class LostValueTest {
  private static final JsonObject ARGUMENTS =
      Json.createObjectBuilder()
          .add("lost", LostValue.LOST)
          .add("five", 5)
          .add("list", Json.createArrayBuilder().add("a").add(LostValue.LOST))
          .add(
              "blocks",
              Json.createArrayBuilder()
                  .add(Json.createObjectBuilder().add("type", "text").add("text", LostValue.LOST)))
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "args.five == 5 ; true",
        "args.lost == 'x' || principal == 'ada' ; true",
        "principal == 'ada' || args.lost == 'x' ; true",
        "args.lost == 'x' && principal == 'bob' ; false",
        "has(args.lost) ; true",
        "has(args.none) ; false",
        "size(args) == 4 ; true",
        "size(args.blocks) == 1 ; true",
        "args.blocks.exists(b, b.type == 'text') ; true"
      })
  void isNotAskedFor(String expression, boolean holds) {
    assertEquals(new Outcome.Known(holds), evaluated(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "args.lost == 'x'",
        "args.lost != 'x'",
        "'x' == args.lost",
        "args['lost'] == 'x'",
        "args.lost > 3",
        "args.lost.startsWith('x')",
        "args.lost in ['x', 'y']",
        "size(args.lost) == 2",
        "'x' in args.list",
        "args.list == ['a', 'b']",
        "args.list[1] == 'b'",
        "args.list.exists(e, e == 'x')",
        "args.blocks.exists(b, b.text == 'x')",
        "args.blocks[0].text == 'x'",
        "args.blocks[0] == {'type': 'text', 'text': 'x'}",
        "string(args.lost) == 'x'",
        "args.lost ? true : true",
        "claims.department == 'x'",
        "has(claims.department)",
        "size(claims) == 0"
      })
  void cannotBeEvaluatedWhereItIsAskedFor(String expression) {
    assertInstanceOf(Outcome.Unknown.class, evaluated(expression), expression);
  }

  private static Outcome evaluated(String expression) {
    Compilation compiled = new ConditionCompiler(Set.of()).compile(expression);
    Condition condition =
        assertInstanceOf(Compilation.Compiled.class, compiled, compiled::toString).condition();
    Subject subject =
        new Subject(Map.of("principal", "ada")).with("args", () -> ARGUMENTS).losing("claims");
    return condition.evaluate(subject);
  }
}
