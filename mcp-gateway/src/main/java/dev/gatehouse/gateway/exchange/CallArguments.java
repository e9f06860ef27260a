package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;

/** Messages as conditions of policies see them. */
final class CallArguments {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

  private CallArguments() {}

  /**
   * The arguments of a call; an empty object where it has none. Of a completion those that are
   * known so far, and the one that is asked about as far as it is typed.
   */
  static JsonObject of(Message.Request request) {
    Optional<ObjectNode> params = request.params();
    return request.method().equals("completion/complete")
        ? completed(request.json(), params)
        : params
            .flatMap(members -> members.object("arguments"))
            .map(node -> object(request.json(), node))
            .orElse(JsonValue.EMPTY_JSON_OBJECT);
  }

  /** The value of {@code result} or {@code error} in a reply. */
  static JsonValue ofReply(Message.Response response) {
    return switch (response) {
      case Message.Result result -> value(result.json(), result.result());
      case Message.Failure failure -> value(failure.json(), failure.error());
    };
  }

  /** Whether a reply is an error, or the result of a tool that failed. */
  static boolean isError(Message.Response response) {
    return switch (response) {
      case Message.Failure _ -> true;
      case Message.Result(_, _, ObjectNode result) ->
          result.member("isError").orElse(result) instanceof LiteralNode literal
              && literal.token().equals("true");
      case Message.Result _ -> false;
    };
  }

  private static JsonObject completed(JsonText json, Optional<ObjectNode> params) {
    JsonObjectBuilder all = BUILDERS.createObjectBuilder();
    params
        .flatMap(members -> members.object("context"))
        .flatMap(context -> context.object("arguments"))
        .ifPresent(node -> object(json, node).forEach(all::add));
    Optional<ObjectNode> argument = params.flatMap(members -> members.object("argument"));
    Optional<String> value = argument.flatMap(members -> members.string("value"));
    argument
        .flatMap(members -> members.string("name"))
        .ifPresent(name -> value.ifPresent(text -> all.add(name, text)));
    return all.build();
  }

  private static JsonObject object(JsonText json, ObjectNode node) {
    try (JsonReader reader = READERS.createReader(new StringReader(json.slice(node)))) {
      return reader.readObject();
    }
  }

  private static JsonValue value(JsonText json, JsonNode node) {
    try (JsonReader reader = READERS.createReader(new StringReader(json.slice(node)))) {
      return reader.readValue();
    }
  }
}
