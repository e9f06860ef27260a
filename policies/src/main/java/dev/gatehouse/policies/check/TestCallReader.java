package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/** Reads what is called: of a test, and of the calls before it. Confined to one thread. */
final class TestCallReader {
  private static final String SEPARATOR = "__";
  private static final String WHAT = "expected one of tool, resource, prompt, method";

  private final JsonNodes json;

  TestCallReader(Problems problems) {
    this.json = new JsonNodes(problems);
  }

  /** The call that this says; a problem, and empty, if it says none. */
  Optional<TestCall> read(MappingReader reader) {
    Optional<TestCall> call = ofNames(reader, json.object(reader, "arguments"));
    if (call.isEmpty()) {
      reader.problem("it says nothing of what is called; " + WHAT);
    }
    return call;
  }

  /** The call that this says, which is like another in what it leaves out. */
  TestCall read(MappingReader reader, TestCall other) {
    Optional<JsonObject> arguments = json.object(reader, "arguments");
    return ofNames(reader, arguments).orElseGet(() -> arguments.map(other::with).orElse(other));
  }

  private static Optional<TestCall> ofNames(MappingReader reader, Optional<JsonObject> arguments) {
    Optional<String> tool = canonical(reader, "tool");
    Optional<String> resource = reader.optionalString("resource");
    Optional<String> prompt = canonical(reader, "prompt");
    Optional<String> upstream = reader.optionalString("upstream");
    Optional<String> said = reader.optionalString("method");
    Optional<String> method =
        said.or(() -> tool.map(_ -> "tools/call"))
            .or(() -> prompt.map(_ -> "prompts/get"))
            .or(() -> resource.map(_ -> "resources/read"));
    if (tool.isPresent() && (prompt.isPresent() || resource.isPresent())) {
      reader.problem("a call is of a tool or of something else; " + WHAT);
    }
    if (tool.isPresent() && said.filter(m -> !m.equals("tools/call")).isPresent()) {
      reader.problem("method", "a tool is called by `tools/call`; expected that, or no `method`");
    }
    Optional<String> its = upstream.or(() -> tool.or(() -> prompt).map(TestCallReader::upstreamOf));
    JsonObject with = arguments.orElse(JsonValue.EMPTY_JSON_OBJECT);
    return method.map(m -> new TestCall(m, its, tool, resource, prompt, with));
  }

  private static Optional<String> canonical(MappingReader reader, String key) {
    Optional<String> name = reader.optionalString(key);
    if (name.isPresent() && name.get().indexOf(SEPARATOR) < 1) {
      String expected = "expected its upstream before it, as in `crm__find`";
      reader.problem(key, Problem.quote(name.get()) + " names no upstream; " + expected);
    }
    return name;
  }

  private static String upstreamOf(String name) {
    return name.substring(0, Math.max(0, name.indexOf(SEPARATOR)));
  }
}
