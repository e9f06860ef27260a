package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.Edit;
import dev.gatehouse.policies.mask.KeyedPseudonyms;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Path;
import dev.gatehouse.policies.mask.Pseudonyms;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies a plan to JSON, as the caller of this module does to its own tree. */
final class MaskedJson {
  /** By a key of 32 zero bytes. */
  static final Pseudonyms PSEUDONYMS = KeyedPseudonyms.of(new byte[32]);

  private final Map<Integer, JsonValue> edits = new HashMap<>();
  private final Set<Path> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The paths of all members and elements, in the order in which they are walked. */
  private final Deque<Path> children = new ArrayDeque<>();

  private final List<Leaf> leaves = new ArrayList<>();
  private int next;

  private MaskedJson() {}

  static JsonValue parse(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }

  static JsonValue mask(JsonValue json, Path root, MaskPlan plan) {
    MaskedJson masked = new MaskedJson();
    masked.collect(json, root);
    try {
      plan.apply(masked.leaves, PSEUDONYMS).edits().forEach(masked::edit);
    } catch (MaskingException e) {
      throw new AssertionError(e);
    }
    return masked.rebuild(json);
  }

  private void edit(Edit edit) {
    switch (edit) {
      case Edit.Text(int leaf, String text, _) -> edits.put(leaf, Json.createValue(text));
      case Edit.Json(int leaf, String text, _) -> edits.put(leaf, parse(text));
      case Edit.Drop(_, Path at, _) -> dropped.add(at);
    }
  }

  private void collect(JsonValue json, Path path) {
    switch (json.getValueType()) {
      case OBJECT ->
          json.asJsonObject()
              .forEach(
                  (name, value) -> {
                    Path child = path.key(name);
                    children.add(child);
                    leaves.add(new Leaf(child, Leaf.Kind.KEY, name));
                    collect(value, child);
                  });
      case ARRAY -> {
        int index = 0;
        for (JsonValue element : json.asJsonArray()) {
          Path child = path.index(index++);
          children.add(child);
          collect(element, child);
        }
      }
      case STRING -> leaves.add(new Leaf(path, Leaf.Kind.STRING, ((JsonString) json).getString()));
      case NUMBER -> leaves.add(new Leaf(path, Leaf.Kind.NUMBER, json.toString()));
      case TRUE, FALSE -> leaves.add(new Leaf(path, Leaf.Kind.BOOLEAN, json.toString()));
      case NULL -> leaves.add(new Leaf(path, Leaf.Kind.NULL, "null"));
    }
  }

  private JsonValue rebuild(JsonValue json) {
    return switch (json.getValueType()) {
      case OBJECT -> {
        JsonObjectBuilder object = Json.createObjectBuilder();
        json.asJsonObject()
            .forEach(
                (name, value) -> {
                  boolean isKept = !dropped.contains(children.remove());
                  JsonValue key = edits.get(next);
                  next++;
                  JsonValue rebuilt = rebuild(value);
                  if (isKept) {
                    object.add(key instanceof JsonString text ? text.getString() : name, rebuilt);
                  }
                });
        yield object.build();
      }
      case ARRAY -> {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (JsonValue element : json.asJsonArray()) {
          boolean isKept = !dropped.contains(children.remove());
          JsonValue rebuilt = rebuild(element);
          if (isKept) {
            array.add(rebuilt);
          }
        }
        yield array.build();
      }
      case STRING, NUMBER, TRUE, FALSE, NULL -> Optional.ofNullable(edits.get(next++)).orElse(json);
    };
  }
}
