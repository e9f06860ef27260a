package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the eras ask of a result beside its content.
 *
 * <p>Source: MCP 2026-07-28 basic, "ResultType"; server/utilities/caching; SEP-2640.
 */
public final class ResultShape {
  private static final Set<String> MODERN_ONLY = Set.of("resultType", "ttlMs", "cacheScope");
  private static final Set<String> CACHEABLE =
      Set.of(
          "server/discover",
          "tools/list",
          "prompts/list",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          // Of the skills extension, which has both eras.
          "skills/list",
          "skills/get",
          "resources/directory/read");

  private ResultShape() {}

  /** The members that a result of one era must lose for a client of another. */
  public static Set<String> removed(Era result, Era client) {
    return result == Era.MODERN && client == Era.LEGACY ? MODERN_ONLY : Set.of();
  }

  /** The members that a result of one era must gain for a client of another, as JSON. */
  public static Map<String, String> added(Era result, Era client, String method) {
    if (result == Era.MODERN || client == Era.LEGACY) {
      return Map.of();
    }
    Map<String, String> members = new LinkedHashMap<>();
    members.put("resultType", "\"complete\"");
    if (CACHEABLE.contains(method)) {
      members.put("ttlMs", "0");
      members.put("cacheScope", "\"private\"");
    }
    return members;
  }

  /**
   * The members of a modern result that must say something else for whoever asked through us: what
   * policy shows and hides depends on the caller, so nobody may keep it for others.
   */
  public static Map<String, String> replaced(Message.Response response) {
    boolean isForAll =
        response instanceof Message.Result(_, _, ObjectNode result)
            && result.string("cacheScope").filter("private"::equals).isEmpty()
            && result.member("cacheScope").isPresent();
    return isForAll ? Map.of("cacheScope", "\"private\"") : Map.of();
  }

  /**
   * The same for a result that is known: one of the modern era may lack its type, which its reader
   * has to take for complete, and whoever passes it on has to say.
   */
  public static Map<String, String> added(
      Era shape, Era client, String method, Message.Response message) {
    boolean lacksItsType =
        shape == Era.MODERN
            && client == Era.MODERN
            && message instanceof Message.Result(_, _, ObjectNode result)
            && result.member("resultType").isEmpty();
    return lacksItsType ? Map.of("resultType", "\"complete\"") : added(shape, client, method);
  }

  /** Whether the upstream wants an answer from the client before it goes on. */
  public static boolean asksForInput(ObjectNode result) {
    return result.string("resultType").filter("input_required"::equals).isPresent();
  }

  /** The status of HTTP that goes with a response. */
  public static int status(Era client, Message.Response response) {
    if (client == Era.LEGACY || !(response instanceof Message.Failure failure)) {
      return 200;
    }
    String code =
        failure
            .error()
            .member("code")
            .map(node -> node instanceof NumberNode n ? n.token() : "")
            .orElse("");
    return switch (code) {
      case "" + JsonRpcError.METHOD_NOT_FOUND -> 404;
      case "-32020", "-32021", "-32022" -> 400;
      default -> 200;
    };
  }
}
