package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.Edit;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masking;
import dev.gatehouse.policies.mask.Path;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Applies a plan to JSON, as the caller of this module does to its own tree. */
final class MaskedJson {
  private final Map<Integer, String> edits = new HashMap<>();
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
    Masking masking = plan.apply(masked.leaves);
    for (Edit edit : masking.edits()) {
      masked.edits.put(edit.leaf(), edit.replacement());
    }
    return masked.rebuild(json);
  }

  private void collect(JsonValue json, Path path) {
    switch (json.getValueType()) {
      case OBJECT ->
          json.asJsonObject()
              .forEach(
                  (name, value) -> {
                    leaves.add(new Leaf(path.key(name), Leaf.Kind.KEY, name));
                    collect(value, path.key(name));
                  });
      case ARRAY -> {
        int index = 0;
        for (JsonValue element : json.asJsonArray()) {
          collect(element, path.index(index++));
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
                  String key = edits.getOrDefault(next, name);
                  next++;
                  object.add(key, rebuild(value));
                });
        yield object.build();
      }
      case ARRAY -> {
        JsonArrayBuilder array = Json.createArrayBuilder();
        json.asJsonArray().forEach(element -> array.add(rebuild(element)));
        yield array.build();
      }
      case STRING, NUMBER, TRUE, FALSE, NULL -> {
        String edit = edits.get(next);
        next++;
        yield edit == null ? json : Json.createValue(edit);
      }
    };
  }
}
