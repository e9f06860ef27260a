package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.mask.Leaf;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Messages that are not on their way, such as stored ones, in the words in which policies are asked
 * about those that are.
 */
public final class StoredMessages {
  private StoredMessages() {}

  /**
   * What policies see of a call, but for its session and its time.
   *
   * @param upstream that the call went to
   * @param endpoint the path that the client used, which tells how it named things
   */
  public static Facts facts(
      Caller caller, Message.Request request, String upstream, String endpoint) {
    Address address = Address.of(request);
    String said = address.place().map(StringNode::value).orElse("");
    Route.To to =
        endpoint.equals(Endpoint.FEDERATED_PATH)
            ? new Route.To(
                upstream, Router.ownName(upstream, said, address instanceof Address.Located))
            : new Route.To(upstream, said);
    Facts facts =
        new Facts(
            caller,
            request.method(),
            Optional.of(upstream),
            PolicyFacts.subject(request, to).tool(),
            () -> CallArguments.of(request));
    return PolicyFacts.about(facts, request, to);
  }

  /** The leaves of a call, with paths that count from its params. */
  public static List<Leaf> ofCall(Message.Request request) {
    return MessageLeaves.ofCall(request).list();
  }

  /** The leaves of a response, with paths that count from its result or error. */
  public static List<Leaf> ofResponse(Message.Response response) {
    return MessageLeaves.ofResponse(response).list();
  }

  /** The value of "result" or "error". */
  public static JsonValue value(Message.Response response) {
    return CallArguments.ofReply(response);
  }

  /** Whether a reply is an error, or the result of a tool that failed. */
  public static boolean isError(Message.Response response) {
    return CallArguments.isError(response);
  }

  /** Whether this is stored in the place of a message that could not be masked. */
  public static boolean isWithheld(String text) {
    return text.equals(MessageMask.WITHHELD);
  }

  /** The name of a client in what it says of itself, a JSON object. */
  public static Optional<String> clientName(String clientInfo) {
    return PolicyFacts.clientName(clientInfo);
  }
}
