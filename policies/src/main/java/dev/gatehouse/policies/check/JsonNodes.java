package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Entry;
import dev.gatehouse.policies.yaml.YamlNode.Mapping;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.policies.yaml.YamlNode.Sequence;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what stands in YAML as the JSON that it means: JSON as it is, and YAML's own spelling of
 * it.
 *
 * <p>Errors: what has no form in JSON (`.nan`, `.inf`) is a problem. Confined to one thread.
 */
final class JsonNodes {
  /** A server's own error, without a code that means anything. */
  private static final int SERVER_ERROR = -32000;

  private final Problems problems;

  JsonNodes(Problems problems) {
    this.problems = problems;
  }

  /** The object under this key. */
  Optional<JsonObject> object(MappingReader reader, String key) {
    Optional<YamlNode> node = reader.node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Mapping mapping) {
      return Optional.of(object(reader.file(), mapping));
    }
    reader.problem(key, shouldBe(key, "a mapping", node.get()));
    return Optional.empty();
  }

  /** The result under this key; a text stands for a result with one text content. */
  Optional<JsonObject> result(MappingReader reader, String key) {
    return text(reader, key)
        .map(JsonNodes::textContent)
        .or(() -> objectOrText(reader, key, "a mapping, or a text for a result of one text"));
  }

  /** The error under this key; a text stands for an error with this message. */
  Optional<JsonObject> error(MappingReader reader, String key) {
    return text(reader, key)
        .map(
            message ->
                Json.createObjectBuilder()
                    .add("code", SERVER_ERROR)
                    .add("message", message)
                    .build())
        .or(() -> objectOrText(reader, key, "a mapping, or a text for an error of this message"));
  }

  private Optional<JsonObject> objectOrText(MappingReader reader, String key, String expected) {
    Optional<YamlNode> node = reader.node(key);
    if (node.isPresent() && !(node.get() instanceof Mapping)) {
      reader.problem(key, shouldBe(key, expected, node.get()));
      return Optional.empty();
    }
    return object(reader, key);
  }

  private static String shouldBe(String key, String expected, YamlNode found) {
    return Problem.quote(key) + " should be " + expected + ", found " + found.described();
  }

  private static Optional<String> text(MappingReader reader, String key) {
    return reader
        .node(key)
        .filter(node -> node instanceof Scalar scalar && scalar.kind() == YamlNode.Kind.TEXT)
        .map(node -> ((Scalar) node).text());
  }

  private static JsonObject textContent(String text) {
    JsonObjectBuilder block = Json.createObjectBuilder().add("type", "text").add("text", text);
    return Json.createObjectBuilder().add("content", Json.createArrayBuilder().add(block)).build();
  }

  private JsonObject object(String file, Mapping mapping) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    for (Entry entry : mapping.entries()) {
      object.add(entry.key().text(), value(file, entry.value()));
    }
    return object.build();
  }

  private JsonValue value(String file, YamlNode node) {
    return switch (node) {
      case Mapping mapping -> object(file, mapping);
      case Sequence sequence -> {
        JsonArrayBuilder array = Json.createArrayBuilder();
        sequence.items().forEach(item -> array.add(value(file, item)));
        yield array.build();
      }
      case Scalar scalar -> scalar(file, scalar);
    };
  }

  private JsonValue scalar(String file, Scalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> Json.createValue(scalar.text());
      case BOOLEAN ->
          scalar.text().toLowerCase(Locale.ROOT).equals("true") ? JsonValue.TRUE : JsonValue.FALSE;
      case NOTHING -> JsonValue.NULL;
      case INTEGER, DECIMAL -> number(file, scalar);
    };
  }

  private JsonValue number(String file, Scalar scalar) {
    String text = scalar.text();
    try {
      if (text.startsWith("0o")) {
        return Json.createValue(new BigInteger(text.substring(2), 8));
      }
      return text.startsWith("0x")
          ? Json.createValue(new BigInteger(text.substring(2), 16))
          : Json.createValue(new BigDecimal(text));
    } catch (NumberFormatException _) {
      String message = Problem.quote(text) + " is no number in JSON; expected one, or quotes";
      problems.add(file, scalar.line(), scalar.column(), message);
      return JsonValue.NULL;
    }
  }
}
