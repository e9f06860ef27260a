package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import java.util.Set;

/**
 * Which members of a message the protocol needs as they came, because the message would not arrive
 * or not be understood otherwise. As few as possible: whatever is named here goes on unmasked.
 */
final class ProtocolMembers {
  private static final Set<String> REFERENCE = Set.of("type", "name", "uri");
  private static final Set<String> META =
      Set.of(
          "progressToken",
          "io.modelcontextprotocol/protocolVersion",
          "io.modelcontextprotocol/clientCapabilities",
          "io.modelcontextprotocol/logLevel",
          "io.modelcontextprotocol/subscriptionId");

  private ProtocolMembers() {}

  /** What the protocol asks of a member. */
  enum Need {
    /** Nothing: it is masked like any other. */
    FREE,
    /** That it goes on as it came. */
    NEEDED,
    /** That some of what is in it goes on as it came. */
    PARTLY
  }

  /** Says for each member of an object what the protocol asks of it. */
  @FunctionalInterface
  interface Rule {
    Need of(Member member);
  }

  /** Of a call of this method: a member of its params. */
  static Need inParams(String method, Member member) {
    if (member.name().equals("_meta") && member.value() instanceof ObjectNode) {
      return Need.PARTLY;
    }
    return isNeeded(method, member) ? Need.NEEDED : Need.FREE;
  }

  /** Of {@code _meta}. */
  static Need inMeta(Member member) {
    return META.contains(member.name()) ? Need.NEEDED : Need.FREE;
  }

  /** Of a result. */
  static Need inResult(Member member) {
    boolean isNeeded = member.name().equals("requestState") || member.name().equals("resultType");
    return isNeeded && isScalar(member) ? Need.NEEDED : Need.FREE;
  }

  private static boolean isNeeded(String method, Member member) {
    String expected =
        switch (method) {
          case "tools/call", "prompts/get" -> "name";
          case "resources/read", "notifications/resources/updated" -> "uri";
          case "tools/list", "prompts/list", "resources/list", "resources/templates/list" ->
              "cursor";
          case "logging/setLevel", "notifications/message" -> "level";
          case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
          case "notifications/cancelled" -> "requestId";
          case "notifications/progress" -> "progressToken";
          default -> "requestState";
        };
    boolean isReference = method.equals("completion/complete") && isReference(member);
    boolean isExpected = member.name().equals(expected) || member.name().equals("requestState");
    return isReference || (isExpected && isScalar(member));
  }

  private static boolean isReference(Member member) {
    return member.name().equals("ref")
        && member.value() instanceof ObjectNode reference
        && reference.members().stream()
            .allMatch(part -> REFERENCE.contains(part.name()) && isScalar(part));
  }

  private static boolean isScalar(Member member) {
    return member.value() instanceof StringNode || member.value() instanceof NumberNode;
  }
}
