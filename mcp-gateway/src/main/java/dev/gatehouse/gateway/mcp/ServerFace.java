package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an endpoint says of itself, made from what its upstreams say of themselves.
 *
 * @param capabilities JSON of {@code ServerCapabilities}
 * @param serverInfo JSON of {@code Implementation}
 * @param instructions for the model
 */
public record ServerFace(String capabilities, String serverInfo, Optional<String> instructions) {

  private static final Set<String> FEDERATED =
      Set.of("tools", "prompts", "resources", "completions", "logging", "extensions");

  /**
   * The gateway's own face, for an endpoint that shows several upstreams.
   *
   * @param version of the gateway
   * @param descriptions of those upstreams that answered
   */
  public static ServerFace federated(String version, List<UpstreamDescription> descriptions) {
    Map<String, Map<String, String>> merged = new TreeMap<>(Map.of("tools", new TreeMap<>()));
    for (UpstreamDescription description : descriptions) {
      // What we cannot tell apart by upstream is offered at each upstream's own endpoint only.
      members(description.capabilities()).entrySet().stream()
          .filter(capability -> FEDERATED.contains(capability.getKey()))
          .forEach(
              capability ->
                  merge(
                      merged.computeIfAbsent(capability.getKey(), _ -> new TreeMap<>()),
                      members(capability.getValue())));
    }
    Map<String, String> capabilities = new TreeMap<>();
    merged.forEach((name, members) -> capabilities.put(name, object(members)));
    return new ServerFace(object(capabilities), gateway(version), Optional.empty());
  }

  /**
   * What one of them can do, the endpoint can: the first says how, unless it says that it cannot.
   */
  private static void merge(Map<String, String> all, Map<String, String> more) {
    more.forEach(
        (name, value) ->
            all.merge(name, value, (first, next) -> first.equals("false") ? next : first));
  }

  /** An upstream's own face, for the endpoint that shows it alone. */
  public static ServerFace single(String version, UpstreamDescription description) {
    return new ServerFace(
        object(members(description.capabilities())),
        description.serverInfo().orElseGet(() -> gateway(version)),
        description.instructions());
  }

  /** The members of an object, as JSON; none where it is something else. */
  private static Map<String, String> members(String objectJson) {
    Map<String, String> members = new TreeMap<>();
    try {
      JsonText json = JsonText.parse(objectJson, JsonLimits.STANDARD);
      if (json.root() instanceof ObjectNode object) {
        for (Member member : object.members()) {
          members.put(member.name(), json.slice(member.value()));
        }
      }
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("an adapter gave capabilities that are no JSON", e);
    }
    return members;
  }

  private static String gateway(String version) {
    return "{\"name\":\"gatehouse\",\"title\":\"Gatehouse\",\"version\":"
        + JsonStrings.quote(version)
        + "}";
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(entry -> JsonStrings.quote(entry.getKey()) + ":" + entry.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
