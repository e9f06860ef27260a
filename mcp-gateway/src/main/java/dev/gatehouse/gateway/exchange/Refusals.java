package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.mask.MaskingException;
import java.time.Duration;
import java.util.Locale;

/**
 * What a client sees of a call that was not carried out, or not to its end.
 *
 * <p>A refused tool call is an ordinary result with {@code isError}, in a sentence that a model can
 * act on; any other method gets an error. Neither tells more than the rule's own words.
 */
final class Refusals {
  private static final String TOOLS_CALL = "tools/call";

  private Refusals() {}

  /** A method that goes to no upstream in particular, where several could be meant. */
  static ProtocolException noSuchMethod(String why) {
    return new ProtocolException(
        404, JsonRpcError.of(JsonRpcError.METHOD_NOT_FOUND, "no such method here: " + why));
  }

  /** The client brings a state that was not given for this request of its. */
  static ReplyDraft forgedState(Exchange exchange, Message.Request request) {
    JsonRpcError error =
        JsonRpcError.of(
            JsonRpcError.INVALID_PARAMS,
            "`params.requestState` was not given for this request, or is too old");
    return OwnAnswers.draft(exchange, request.method(), error.response(request.id()))
        .withOutcome("state-refused");
  }

  /** No upstream has it, or the caller need not know that one does. */
  static ReplyDraft unknown(Exchange exchange, Message.Request request, String hint) {
    String what =
        switch (Method.subject(request.method()).orElse("")) {
          case "taskId" -> "unknown task";
          default -> request.method().equals(TOOLS_CALL) ? "unknown tool" : "unknown name";
        };
    JsonRpcError error =
        JsonRpcError.of(JsonRpcError.INVALID_PARAMS, hint.isEmpty() ? what : what + ": " + hint);
    return OwnAnswers.draft(exchange, request.method(), error.response(request.id()));
  }

  /** The client was not granted enough; what it should ask for stands in the challenge. */
  static ReplyDraft lacksScope(
      Exchange exchange, Message.Request request, Identification.Challenged challenged) {
    JsonRpcError error =
        JsonRpcError.of(Answers.REFUSED, "this call needs a scope that the client was not granted");
    return OwnAnswers.draft(exchange, request.method(), error.response(request.id()))
        .withOutcome("scope-refused")
        .withStatus(challenged.status())
        .challenging(challenged.challenge());
  }

  /** A policy said no, or not now, or not without a person. */
  static ReplyDraft refused(Exchange exchange, Message.Request request, Decision decision) {
    return switch (decision) {
      case Decision.Permit _ -> throw new IllegalArgumentException("nothing to refuse");
      case Decision.Refuse refuse ->
          answer(exchange, request, Answers.REFUSED, refuse.message(), rule(refuse))
              .withOutcome("refused");
      case Decision.Throttle throttle -> {
        String message =
            "too many calls: try again in %s (rule `%s`)"
                .formatted(words(throttle.retryAfter()), throttle.rule());
        String data = "{\"retryAfterMs\":" + throttle.retryAfter().toMillis() + "}";
        yield answer(exchange, request, Answers.THROTTLED, message, data).withOutcome("throttled");
      }
      case Decision.Hold hold -> {
        String message =
            "this call needs the approval of %s (rule `%s`); approvals cannot be given yet, so it was refused"
                .formatted(String.join(" or ", hold.groups()), hold.rule());
        yield answer(exchange, request, Answers.NEEDS_APPROVAL, message, rule(hold))
            .withOutcome("not-approved");
      }
    };
  }

  /** The upstream did it, and what is to be hidden of what came of it cannot be hidden. */
  static ReplyDraft unmasked(Exchange exchange, Message.Request request) {
    String message =
        "the call was made, but its result is withheld: what policy hides in it cannot be hidden";
    return answer(exchange, request, Answers.REFUSED, message, "{\"rule\":\"masking\"}")
        .withOutcome("withheld");
  }

  /** Why something could not be masked, in words that hold nothing of it. */
  static Reason unmasked(MaskingException cause) {
    return new Reason("masking", "refuse", String.valueOf(cause.getMessage()));
  }

  /** The upstream did it, and a rule keeps what came of it. */
  static ReplyDraft withheld(
      Exchange exchange, Message.Request request, ResultDecision.Withhold withheld) {
    String rule = "{\"rule\":" + JsonStrings.quote(withheld.reasons().getFirst().rule()) + "}";
    return answer(exchange, request, Answers.REFUSED, withheld.message(), rule)
        .withOutcome("withheld");
  }

  /** The upstream gave no usable reply. */
  static ReplyDraft failed(Exchange exchange, Message.Request request, UpstreamException cause) {
    if (cause.address().isPresent()) {
      return Connecting.answer(exchange, request, cause, cause.address().get());
    }
    String kind = cause.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String response =
        Answers.error(
            request.id(),
            Answers.UPSTREAM_FAILED,
            cause.problem(),
            "{\"kind\":" + JsonStrings.quote(kind) + "}");
    return OwnAnswers.draft(exchange, request.method(), response).withOutcome("upstream-" + kind);
  }

  private static ReplyDraft answer(
      Exchange exchange, Message.Request request, int code, String message, String dataJson) {
    String response =
        request.method().equals(TOOLS_CALL)
            ? Answers.toolError(request.id(), message)
            : Answers.error(request.id(), code, message, dataJson);
    return OwnAnswers.draft(exchange, request.method(), response);
  }

  private static String rule(Decision decision) {
    return "{\"rule\":" + JsonStrings.quote(decision.rule()) + "}";
  }

  /** Rounded up, so that who heeds it is let in. */
  private static String words(Duration duration) {
    long seconds = Math.max(1, duration.plusMillis(999).toSeconds());
    long minutes = (seconds + 59) / 60;
    if (seconds <= 120) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    return minutes <= 120
        ? minutes + " minutes"
        : minutes / 60 + " hours" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " minutes");
  }
}
