package dev.gatehouse.policies.check;

import dev.gatehouse.policies.mask.Edit;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masking;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Path;
import dev.gatehouse.policies.mask.Pseudonyms;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
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

/**
 * A part of a message with what a plan hides in it hidden.
 *
 * <p>The gateway puts masks into the text of a message, so that all else stays byte for byte; here
 * only the values count. Immutable.
 *
 * @param value what is left of it
 * @param counts how many values were hidden, by kind
 * @param changed whether anything was hidden
 */
public record MaskedJson(JsonValue value, Map<String, Integer> counts, boolean changed) {
  public MaskedJson {
    counts = Map.copyOf(counts);
  }

  /**
   * Hides in this what the plan selects.
   *
   * @param root where it stands in what paths count from
   * @throws MaskingException where something cannot be hidden; nothing of it may pass
   */
  public static MaskedJson of(JsonValue json, Path root, MaskPlan plan, Pseudonyms pseudonyms)
      throws MaskingException {
    Walk walk = new Walk();
    walk.collect(json, root);
    Masking masking = plan.apply(walk.leaves, pseudonyms);
    masking.edits().forEach(walk::edit);
    return new MaskedJson(walk.rebuild(json), masking.counts(), !masking.edits().isEmpty());
  }

  /** Twice over the same value in the same order: to collect its leaves, and to rebuild it. */
  private static final class Walk {
    private final Map<Integer, JsonValue> edits = new HashMap<>();
    private final Set<Path> dropped = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The paths of all members and elements, in the order in which they are walked. */
    private final Deque<Path> children = new ArrayDeque<>();

    private final List<Leaf> leaves = new ArrayList<>();
    private int next;

    void edit(Edit edit) {
      switch (edit) {
        case Edit.Text(int leaf, String text, _) -> edits.put(leaf, Json.createValue(text));
        case Edit.Json(int leaf, String text, _) -> edits.put(leaf, parsed(text));
        case Edit.Drop(_, Path at, _) -> dropped.add(at);
      }
    }

    private static JsonValue parsed(String text) {
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        return reader.readValue();
      }
    }

    void collect(JsonValue json, Path path) {
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
        case STRING ->
            leaves.add(new Leaf(path, Leaf.Kind.STRING, ((JsonString) json).getString()));
        case NUMBER -> leaves.add(new Leaf(path, Leaf.Kind.NUMBER, json.toString()));
        case TRUE, FALSE -> leaves.add(new Leaf(path, Leaf.Kind.BOOLEAN, json.toString()));
        case NULL -> leaves.add(new Leaf(path, Leaf.Kind.NULL, "null"));
      }
    }

    JsonValue rebuild(JsonValue json) {
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
        case STRING, NUMBER, TRUE, FALSE, NULL ->
            Optional.ofNullable(edits.get(next++)).orElse(json);
      };
    }
  }
}
