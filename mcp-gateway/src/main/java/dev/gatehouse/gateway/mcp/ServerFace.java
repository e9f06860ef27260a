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
      Set.of("tools", "prompts", "resources", "completions", "logging");

  /**
   * The gateway's own face, for an endpoint that shows several upstreams.
   *
   * @param version of the gateway
   * @param descriptions of those upstreams that answered
   */
  public static ServerFace federated(String version, List<UpstreamDescription> descriptions) {
    Map<String, String> capabilities = new TreeMap<>(Map.of("tools", "{}"));
    descriptions.forEach(description -> capabilities.putAll(offered(description)));
    // What we cannot tell apart by upstream is offered at each upstream's own endpoint only.
    capabilities.keySet().retainAll(FEDERATED);
    return new ServerFace(object(capabilities), gateway(version), Optional.empty());
  }

  /** An upstream's own face, for the endpoint that shows it alone. */
  public static ServerFace single(String version, UpstreamDescription description) {
    return new ServerFace(
        object(offered(description)),
        description.serverInfo().orElseGet(() -> gateway(version)),
        description.instructions());
  }

  /** What an upstream offers, by its members, as JSON. */
  private static Map<String, String> offered(UpstreamDescription description) {
    Map<String, String> offered = new TreeMap<>();
    try {
      JsonText json = JsonText.parse(description.capabilities(), JsonLimits.STANDARD);
      if (json.root() instanceof ObjectNode capabilities) {
        for (Member member : capabilities.members()) {
          offered.put(member.name(), json.slice(member.value()));
        }
      }
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("an adapter gave capabilities that are no JSON", e);
    }
    return offered;
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
