package dev.gatehouse.gateway.approval;

import java.util.ArrayList;
import java.util.List;

/**
 * What an approval covers, and nothing else: any difference is another request.
 *
 * @param caller {@link Requester#caller()}
 * @param upstream the upstream's name
 * @param method as in {@code tools/call}
 * @param name the tool's, or what else is asked for
 * @param arguments hex SHA-256 of the bytes of {@code params} that mean something to the tool
 * @param definition hex SHA-256 of the tool's definition
 * @param policy hex SHA-256 of the policy set
 * @param demands hex SHA-256 of {@link DemandJson#text}
 */
public record Binding(
    String caller,
    String upstream,
    String method,
    String name,
    String arguments,
    String definition,
    String policy,
    String demands) {

  /** One value for all of it: hex SHA-256 over the fields, each behind its length. */
  public String key() {
    return new FieldDigest()
        .add(caller)
        .add(upstream)
        .add(method)
        .add(name)
        .add(arguments)
        .add(definition)
        .add(policy)
        .add(demands)
        .hex();
  }

  /**
   * In what this differs from an earlier request for the same tool, in words; empty where it does
   * not.
   */
  public List<String> differences(Binding earlier) {
    List<String> differences = new ArrayList<>();
    add(differences, "caller", caller, earlier.caller);
    add(differences, "upstream", upstream, earlier.upstream);
    add(differences, "method", method, earlier.method);
    add(differences, "tool", name, earlier.name);
    add(differences, "arguments", arguments, earlier.arguments);
    add(differences, "tool definition", definition, earlier.definition);
    add(differences, "policy", policy, earlier.policy);
    add(differences, "rules", demands, earlier.demands);
    return List.copyOf(differences);
  }

  private static void add(List<String> differences, String word, String now, String earlier) {
    if (!now.equals(earlier)) {
      differences.add(word);
    }
  }

  /** Without digests, from which short arguments could be guessed. */
  @Override
  public String toString() {
    return "Binding[" + upstream + " " + method + " " + name + "]";
  }
}
