package dev.gatehouse.policies.condition;

import dev.cel.runtime.CelVariableResolver;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What conditions on one call can ask about.
 *
 * <p>Arguments, claims and the result are translated when a condition first needs them, and once.
 * For a call without tool, upstream, client or session give an empty text. Confined to one thread.
 */
public final class Subject {
  private final Map<String, Supplier<Object>> later = new HashMap<>();
  private final Map<String, Object> known = new HashMap<>();

  /** Names and texts of a call, by the names that conditions use. */
  public Subject(Map<String, Object> known) {
    this.known.putAll(known);
  }

  /** With this JSON under this name. */
  public Subject with(String name, Supplier<? extends JsonValue> json) {
    later.put(name, () -> CelValues.of(json.get()));
    return this;
  }

  /** Without what has this name: it was there, and is not known any more. */
  public Subject losing(String name) {
    known.remove(name);
    later.put(
        name,
        () -> {
          throw new LostValue.AskedException();
        });
    return this;
  }

  CelVariableResolver resolver() {
    return this::find;
  }

  private Optional<Object> find(String name) {
    Object value = known.get(name);
    if (value == null) {
      Supplier<Object> supplier = later.get(name);
      if (supplier == null) {
        return Optional.empty();
      }
      value = supplier.get();
      known.put(name, value);
    }
    return Optional.of(value);
  }
}
