package dev.gatehouse.adapters.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RewriteTest {

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  @Test
  void leavesTheTextAloneWhereNothingIsReplaced() throws Exception {
    JsonText json = read(" {\"a\" : 1.0} ");
    assertEquals(" {\"a\" : 1.0} ", Rewrite.of(json).text());
    assertFalse(Rewrite.of(json).isChanged());
    assertEquals(
        " {\"a\" : 1.0} ", Rewrite.of(json).members(object(json), Set.of(), Map.of()).text());
  }

  @Test
  void replacesValuesInAnyOrder() throws Exception {
    JsonText json = read("{\"a\": [1, 2], \"b\": \"x\"}");
    Rewrite rewrite =
        Rewrite.of(json)
            .replace(object(json).member("b").orElseThrow(), "null")
            .replace(object(json).member("a").orElseThrow(), "{}");
    assertEquals("{\"a\": {}, \"b\": null}", rewrite.text());
    assertTrue(rewrite.isChanged());
    assertEquals(
        rewrite.text(), new String(rewrite.utf8(), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void isNotChangedByWhatIsMadeOfIt() throws Exception {
    JsonText json = read("[1]");
    Rewrite first = Rewrite.of(json);
    first.replace(json.root(), "2");
    assertEquals("[1]", first.text());
  }

  @Test
  void losesWhatIsReplacedInsideSomethingThatIsReplacedItself() throws Exception {
    JsonText json = read("{\"a\":{\"b\":1},\"c\":2}");
    ObjectNode inner = object(json).object("a").orElseThrow();
    Rewrite masked = Rewrite.of(json).replace(inner.member("b").orElseThrow(), "0");
    assertEquals("{\"a\":null,\"c\":2}", masked.replace(inner, "null").text());
    assertEquals(
        "{\"c\":2,\"d\":3}", masked.members(object(json), Set.of("a"), Map.of("d", "3")).text());
  }

  @Test
  void refusesOverlappingReplacements() throws Exception {
    Rewrite rewrite = Rewrite.of(read("{\"a\":{\"b\":1}}")).replace(1, 6, "x").replace(4, 9, "y");
    assertThrows(IllegalStateException.class, rewrite::text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | a | | {}",
        "{} | | x | {\"x\":0}",
        "{ } | | x y | {\"x\":0,\"y\":0 }",
        "{\"a\":1} | a | | {}",
        "{\"a\":1} | a | a | {\"a\":0}",
        "{ \"a\" : 1 } | | x | { \"a\" : 1,\"x\":0 }",
        "{\"a\":1, \"b\":2} | a | | {\"b\":2}",
        "{\"a\":1, \"b\":2} | b | | {\"a\":1}",
        "{\"a\":1, \"b\":2} | b | x | {\"a\":1,\"x\":0}",
        "{\"a\":1,\"b\":2,\"c\":3} | b | | {\"a\":1,\"c\":3}",
        "{\"a\":1,\"b\":2,\"c\":3} | a c | x | {\"b\":2,\"x\":0}",
        "{\"a\":1,\"b\":2} | a b | x | {\"x\":0}",
      })
  void takesMembersOutAndPutsMembersIn(String text, String removed, String added, String expected)
      throws Exception {
    JsonText json = read(text.strip());
    Rewrite rewrite = Rewrite.of(json).members(object(json), names(removed), zeros(names(added)));
    assertEquals(expected.strip(), rewrite.text());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithANaiveModel(int seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      RandomJson random1 = new RandomJson(random);
      JsonNode root = random1.document();
      if (!(root instanceof ObjectNode object)) {
        continue;
      }
      JsonText json = read(random1.text());
      Map<String, String> model = new LinkedHashMap<>();
      Set<String> removed = new LinkedHashSet<>();
      Rewrite rewrite = Rewrite.of(json);
      for (Member member : object.members()) {
        int fate = random.nextInt(3);
        if (fate == 0) {
          removed.add(member.name());
        } else {
          String value = fate == 1 ? "[7]" : json.slice(member.value());
          rewrite = fate == 1 ? rewrite.replace(member.value(), value) : rewrite;
          model.put(member.name(), value);
        }
      }
      Map<String, String> added = new LinkedHashMap<>();
      for (int n = random.nextInt(3); n > 0; n--) {
        added.put("new" + n, "{\"n\":" + n + "}");
      }
      model.putAll(added);
      JsonText result = read(rewrite.members(object, removed, added).text());
      Map<String, String> seen = new LinkedHashMap<>();
      object(result).members().forEach(m -> seen.put(m.name(), result.slice(m.value())));
      assertEquals(model.toString(), seen.toString(), json.text());
    }
  }

  private static Set<String> names(String spaced) {
    return spaced == null
        ? Set.of()
        : new LinkedHashSet<>(java.util.List.of(spaced.strip().split(" ")));
  }

  private static Map<String, String> zeros(Set<String> names) {
    Map<String, String> members = new LinkedHashMap<>();
    names.forEach(name -> members.put(name, "0"));
    return members;
  }

  private static JsonText read(String text) throws JsonSyntaxException {
    return JsonText.parse(text, JsonLimits.STANDARD);
  }

  private static ObjectNode object(JsonText json) {
    return (ObjectNode) json.root();
  }
}
