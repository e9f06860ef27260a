package dev.gatehouse.gateway.mcp;

import java.util.Optional;

/**
 * What a request's method asks for, as far as it decides the way that the request takes.
 *
 * <p>Source: MCP 2025-11-25 and 2026-07-28, schema; Tasks extension, "Streamable HTTP: Routing
 * Headers".
 */
public sealed interface Method {

  /** Answered here: the handshake of either era, and what only concerns this connection. */
  enum Local implements Method {
    INITIALIZE,
    DISCOVER,
    PING,
    SET_LOG_LEVEL
  }

  /** Answered by every upstream that the endpoint shows, one list made of theirs. */
  enum Listing implements Method {
    TOOLS("tools/list", "tools", "name"),
    PROMPTS("prompts/list", "prompts", "name"),
    RESOURCES("resources/list", "resources", "uri"),
    RESOURCE_TEMPLATES("resources/templates/list", "resourceTemplates", "uriTemplate");

    private final String method;
    private final String member;
    private final String key;

    Listing(String method, String member, String key) {
      this.method = method;
      this.member = member;
      this.key = key;
    }

    /** What asks for it. */
    public String method() {
      return method;
    }

    /** The member of the result that holds the list. */
    public String member() {
      return member;
    }

    /** The member of an item that tells it from others. */
    public String key() {
      return key;
    }

    /**
     * Whether items are told apart by a name, which carries its upstream's where there are many.
     */
    public boolean isNamed() {
      return key.equals("name");
    }
  }

  /** To hear what upstreams say outside calls, or of a resource. */
  enum Subscribing implements Method {
    LISTEN,
    RESOURCE
  }

  /** Anything else, known to us or not: judged, recorded and passed on. */
  record Judged() implements Method {}

  /** Not in this era, or not offered here: answered as a method that does not exist. */
  record Absent() implements Method {}

  /** What the method is for a modern client. */
  static Method modern(String name) {
    return switch (name) {
      case "server/discover" -> Local.DISCOVER;
      // Removed in this revision.
      case "initialize",
          "ping",
          "logging/setLevel",
          "resources/subscribe",
          "resources/unsubscribe" ->
          new Absent();
      case "subscriptions/listen" -> Subscribing.LISTEN;
      default -> either(name);
    };
  }

  /** What the method is for a legacy client. */
  static Method legacy(String name) {
    return switch (name) {
      case "initialize" -> Local.INITIALIZE;
      case "ping" -> Local.PING;
      case "logging/setLevel" -> Local.SET_LOG_LEVEL;
      case "server/discover", "subscriptions/listen" -> new Absent();
      case "resources/subscribe", "resources/unsubscribe" -> Subscribing.RESOURCE;
      default -> either(name);
    };
  }

  private static Method either(String name) {
    return switch (name) {
      case "tools/list" -> Listing.TOOLS;
      case "prompts/list" -> Listing.PROMPTS;
      case "resources/list" -> Listing.RESOURCES;
      case "resources/templates/list" -> Listing.RESOURCE_TEMPLATES;
      default -> new Judged();
    };
  }

  /** The member of params that says what the method is about, where the protocol names one. */
  static Optional<String> subject(String name) {
    return switch (name) {
      case "tools/call", "prompts/get" -> Optional.of("name");
      case "resources/read" -> Optional.of("uri");
      case "tasks/get", "tasks/update", "tasks/cancel" -> Optional.of("taskId");
      default -> Optional.empty();
    };
  }
}
