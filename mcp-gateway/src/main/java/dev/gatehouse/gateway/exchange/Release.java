package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.ResultShape;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.util.Map;

/**
 * Step 9: an upstream's reply made fit for its client: masked, with the client's id, in the
 * client's era, and otherwise as it came.
 *
 * @param draft what may be recorded and then sent
 * @param masked how many places were masked, by detector or path
 */
record Release(ReplyDraft draft, Map<String, Integer> masked) {

  /** What else is done to a reply before it is released. */
  @FunctionalInterface
  interface Change {
    Release of(Release release, UpstreamReply reply);
  }

  /** Nothing else. */
  static Release itself(Release release, UpstreamReply reply) {
    return release;
  }

  /** With a text that is sent and stored. */
  Release withText(Rewrite sent, Rewrite stored) {
    return new Release(draft.withText(sent, stored), masked);
  }

  static Release of(
      Exchange exchange,
      Message.Request request,
      UpstreamReply reply,
      MessageMask mask,
      MaskPlan results)
      throws MaskingException {
    Message.Response message = reply.message();
    if (exchange.era() == Era.LEGACY
        && message instanceof Message.Result(_, _, ObjectNode result)
        && ResultShape.asksForInput(result)) {
      String response =
          Answers.error(
              request.id(),
              Answers.UPSTREAM_FAILED,
              "the upstream asks the client for input, which cannot be passed on in this revision",
              "{\"kind\":\"input-required\"}");
      return new Release(
          OwnAnswers.draft(exchange, request.method(), response)
              .withOutcome("upstream-input-required"),
          Map.of());
    }
    MessageMask.Masked masked = mask.response(results, message);
    ReplyDraft draft =
        ReplyDraft.of(
                message,
                translated(exchange.era(), reply, request, masked.sent()),
                translated(exchange.era(), reply, request, masked.stored()),
                request.id().json(),
                outcome(message))
            .withMembers(
                ResultShape.removed(reply.shape(), exchange.era()),
                ResultShape.added(reply.shape(), exchange.era(), request.method()))
            .withStatus(ResultShape.status(exchange.era(), message));
    return new Release(masked.original().map(draft::withOriginal).orElse(draft), masked.counts());
  }

  /** The one error code that the eras spell differently: a resource that is not there. */
  private static Rewrite translated(
      Era client, UpstreamReply reply, Message.Request request, Rewrite text) {
    if (reply.shape() == client
        || !(reply.message() instanceof Message.Failure failure)
        || !request.method().equals("resources/read")) {
      return text;
    }
    String theirs = client == Era.MODERN ? "-32002" : "-32602";
    String ours = client == Era.MODERN ? "-32602" : "-32002";
    return failure
        .error()
        .member("code")
        .filter(node -> failure.json().slice(node).equals(theirs))
        .map(node -> text.replace(node, ours))
        .orElse(text);
  }

  private static String outcome(Message.Response message) {
    return switch (message) {
      case Message.Failure _ -> "error";
      case Message.Result(_, _, ObjectNode result)
          when result.member("isError").orElse(result) instanceof LiteralNode literal
              && literal.token().equals("true") ->
          "tool-error";
      case Message.Result _ -> "ok";
    };
  }
}
