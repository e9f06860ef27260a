package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.mcp.Method;
import java.util.Optional;

/** What in a request says where it goes. */
sealed interface Address {

  /**
   * A name, which begins with its upstream's where several share an endpoint.
   *
   * @param node where it stands, so that the upstream's own can be put in its place
   */
  record Named(StringNode node) implements Address {}

  /**
   * The address of a resource, which says nothing of its upstream.
   *
   * @param node where it stands
   */
  record Located(StringNode node) implements Address {}

  /**
   * The id of a task, which begins with its upstream's name where several share an endpoint.
   *
   * @param node where it stands
   */
  record Task(StringNode node) implements Address {}

  /** Nothing. */
  record Missing() implements Address {}

  /** Where the name or the address stands. */
  default Optional<StringNode> place() {
    return switch (this) {
      case Named(StringNode node) -> Optional.of(node);
      case Located(StringNode node) -> Optional.of(node);
      case Task(StringNode node) -> Optional.of(node);
      case Missing() -> Optional.empty();
    };
  }

  static Address of(Message.Request request) {
    Optional<ObjectNode> params = request.params();
    String method = request.method();
    if (method.equals("completion/complete")) {
      Optional<ObjectNode> reference = params.flatMap(object -> object.object("ref"));
      Address named = named(reference);
      return named instanceof Missing ? located(reference) : named;
    }
    if (method.equals("tools/call") || method.startsWith("prompts/")) {
      return named(params);
    }
    if (Method.subject(method).filter("taskId"::equals).isPresent()) {
      return task(params);
    }
    return method.startsWith("resources/") ? located(params) : new Missing();
  }

  private static Address named(Optional<ObjectNode> object) {
    return object
        .flatMap(members -> members.member("name"))
        .<Address>map(node -> node instanceof StringNode s ? new Named(s) : new Missing())
        .orElseGet(Missing::new);
  }

  private static Address located(Optional<ObjectNode> object) {
    return object
        .flatMap(members -> members.member("uri"))
        .<Address>map(node -> node instanceof StringNode s ? new Located(s) : new Missing())
        .orElseGet(Missing::new);
  }

  private static Address task(Optional<ObjectNode> object) {
    return object
        .flatMap(members -> members.member("taskId"))
        .<Address>map(node -> node instanceof StringNode s ? new Task(s) : new Missing())
        .orElseGet(Missing::new);
  }
}
