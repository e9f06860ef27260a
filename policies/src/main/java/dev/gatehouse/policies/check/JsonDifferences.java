package dev.gatehouse.policies.check;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where two JSON values differ: the smallest places that do. Confined to one thread. */
final class JsonDifferences {
  private static final String NOTHING = "nothing";

  private final List<Difference> differences = new ArrayList<>();

  private JsonDifferences() {}

  /** One place; what is not there is "nothing". */
  record Difference(String pointer, String expected, String found) {}

  static List<Difference> between(JsonValue expected, JsonValue found) {
    JsonDifferences comparison = new JsonDifferences();
    comparison.compare("", expected, found);
    return List.copyOf(comparison.differences);
  }

  private void compare(String pointer, JsonValue expected, JsonValue found) {
    if (expected instanceof JsonObject wanted && found instanceof JsonObject present) {
      Set<String> names = new LinkedHashSet<>(wanted.keySet());
      names.addAll(present.keySet());
      for (String name : names) {
        String below = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        if (wanted.containsKey(name) && present.containsKey(name)) {
          compare(below, wanted.get(name), present.get(name));
        } else {
          differ(below, text(wanted, name), text(present, name));
        }
      }
    } else if (expected instanceof JsonArray wanted && found instanceof JsonArray present) {
      for (int i = 0; i < Math.max(wanted.size(), present.size()); i++) {
        String below = pointer + "/" + i;
        if (i < wanted.size() && i < present.size()) {
          compare(below, wanted.get(i), present.get(i));
        } else {
          differ(below, text(wanted, i), text(present, i));
        }
      }
    } else if (!expected.equals(found)) {
      differ(pointer, expected.toString(), found.toString());
    }
  }

  private void differ(String pointer, String expected, String found) {
    differences.add(new Difference(pointer, expected, found));
  }

  private static String text(JsonObject object, String name) {
    return object.containsKey(name) ? object.get(name).toString() : NOTHING;
  }

  private static String text(JsonArray array, int index) {
    return index < array.size() ? array.get(index).toString() : NOTHING;
  }
}
