package dev.gatehouse.policies.condition;

import dev.cel.runtime.CelVariableResolver;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What conditions on one call can ask about.
 *
 * <p>Arguments and claims are translated when a condition first needs them, and once. For a call
 * without tool, upstream or client give an empty text. Confined to one thread.
 */
public final class Subject {
  private final Map<String, Supplier<Object>> variables = new HashMap<>();
  private final Map<String, Object> known = new HashMap<>();

  /** A call, before anything of it is translated. */
  public Subject(
      Supplier<JsonObject> arguments,
      JsonObject claims,
      String principal,
      List<String> groups,
      String tool,
      String upstream,
      String client) {
    variables.put("args", () -> CelValues.of(arguments.get()));
    variables.put("claims", () -> CelValues.of(claims));
    known.put("principal", principal);
    known.put("groups", groups);
    known.put("tool", tool);
    known.put("upstream", upstream);
    known.put("client", client);
  }

  CelVariableResolver resolver() {
    return this::find;
  }

  private Optional<Object> find(String name) {
    Supplier<Object> variable = variables.get(name);
    if (variable != null && !known.containsKey(name)) {
      known.put(name, variable.get());
    }
    return Optional.ofNullable(known.get(name));
  }
}
