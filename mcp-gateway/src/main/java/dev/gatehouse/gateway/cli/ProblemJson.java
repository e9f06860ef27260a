package dev.gatehouse.gateway.cli;

import dev.gatehouse.policies.yaml.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * Problems for programs, such as editors and those that review changes.
 *
 * <p>Shape: {@code [{"file":"policy.yaml","line":3,"column":5,"message":"…","source":"…"}]}; the
 * source is the line of the file, where it is known.
 */
final class ProblemJson {
  private ProblemJson() {}

  static JsonArray of(List<Problem> problems) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (Problem problem : problems) {
      JsonObjectBuilder object =
          Json.createObjectBuilder()
              .add("file", problem.file())
              .add("line", problem.line())
              .add("column", problem.column())
              .add("message", problem.message());
      problem.source().ifPresent(line -> object.add("source", line));
      array.add(object);
    }
    return array.build();
  }
}
