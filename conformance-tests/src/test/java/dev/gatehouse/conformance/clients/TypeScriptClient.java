package dev.gatehouse.conformance.clients;

import dev.gatehouse.conformance.product.Finished;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The official TypeScript client, version 2: connects, plays its steps, ends. */
final class TypeScriptClient {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private TypeScriptClient() {}

  /** Plays over HTTP; the first answer tells the era, the others are those of the steps. */
  static List<JsonObject> over(URI endpoint, String era, JsonObject... steps) {
    return play(Json.createObjectBuilder().add("url", endpoint.toString()), era, steps);
  }

  /** Plays over the standard streams of a command. */
  static List<JsonObject> over(List<String> command, String era, JsonObject... steps) {
    return play(
        Json.createObjectBuilder().add("command", Json.createArrayBuilder(command)), era, steps);
  }

  /** The step that lists tools. */
  static JsonObject list() {
    return Json.createObjectBuilder().add("list", true).build();
  }

  /** The step that calls a tool with these arguments, a JSON object. */
  static JsonObject call(String tool, String arguments) {
    return Json.createObjectBuilder()
        .add("call", Json.createObjectBuilder().add("name", tool).add("arguments", read(arguments)))
        .add("progress", true)
        .build();
  }

  private static List<JsonObject> play(JsonObjectBuilder told, String era, JsonObject... steps) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (JsonObject step : steps) {
      all.add(step);
    }
    String argument = told.add("era", era).add("steps", all).build().toString();
    Finished finished =
        Finished.of(NodePackages.folder(), AT_MOST, List.of("node", "client.mjs", argument))
            .expecting(0);
    return finished.out().lines().map(TypeScriptClient::read).toList();
  }

  private static JsonObject read(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
