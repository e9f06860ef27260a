package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.gateway.mcp.ResultShape;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.recordings.RecordingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is answered without an upstream: recorded twice like everything else, then sent. */
final class OwnAnswers {
  private final Recorder recorder;
  private final PolicyEngine engine;
  private final MessageMask mask;

  OwnAnswers(Recorder recorder, PolicyEngine engine, MessageMask mask) {
    this.recorder = recorder;
    this.engine = engine;
    this.mask = mask;
  }

  /**
   * Records a request that needs no decision; what it asks for may be done when this returns.
   *
   * @return where in the log it stands
   */
  long begin(Exchange exchange, Message.Request request) throws RecordingException {
    CallSubject subject = CallSubject.of(request.method());
    return recorder.begin(exchange, subject, protocol(), Stored.of(scrubbed(request)));
  }

  /** Records the answer to a request that was begun, and sends it. */
  void end(Exchange exchange, Message.Request request, ReplyDraft draft, ReplySink sink)
      throws RecordingException {
    CallSubject subject = CallSubject.of(request.method());
    sink.reply(recorder.reply(exchange, subject, protocol(), draft));
  }

  /** Answers a request that asks for nothing but the answer. */
  void answer(Exchange exchange, Message.Request request, ReplyDraft draft, ReplySink sink)
      throws RecordingException {
    begin(exchange, request);
    end(exchange, request, draft, sink);
  }

  /** Answers a request that broke the protocol. */
  void refused(Exchange exchange, Message.Request request, ProtocolException e, ReplySink sink)
      throws RecordingException {
    // A legacy client takes a missing method for an answer, a 404 for the end of its session.
    boolean isAnswer =
        exchange.era() == Era.LEGACY && e.error().code() == JsonRpcError.METHOD_NOT_FOUND;
    String response = e.error().response(request.id());
    ReplyDraft draft = draft(exchange, request.method(), response);
    answer(exchange, request, draft.withStatus(isAnswer ? 200 : e.status()), sink);
  }

  /** Answers something that could not be read as a message, and keeps what can be kept of it. */
  void unreadable(Exchange exchange, byte[] body, JsonRpcException e, ReplySink sink)
      throws RecordingException {
    CallSubject subject = CallSubject.of("unreadable");
    String text = new String(body, StandardCharsets.UTF_8);
    Stored stored = Stored.of(engine.everyDetector().scrub(text));
    recorder.calls(exchange, subject, protocol(), stored, List.of());
    ReplyDraft draft = draft(exchange, "", e.response()).withStatus(400);
    sink.reply(recorder.reply(exchange, subject, protocol(), draft));
  }

  /** Answers a request that a fault of our own kept from being carried out. */
  void fault(Exchange exchange, Message.Request request, ReplySink sink) throws RecordingException {
    JsonRpcError error =
        JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, "internal error in exchange " + exchange.id());
    ReplyDraft draft = draft(exchange, request.method(), error.response(request.id()));
    if (!recorder.isOpen(exchange)) {
      begin(exchange, request);
    }
    end(exchange, request, draft.withOutcome("fault"), sink);
  }

  /** A message of our own, in the form that the client's era asks for. */
  static ReplyDraft draft(Exchange exchange, String method, String response) {
    Message.Response message = parsed(response);
    Rewrite text = Rewrite.of(message.json());
    return draft(exchange, method, message, text);
  }

  /** A message that upstreams had a part in: sent as it is, stored without what policy hides. */
  ReplyDraft scrubbedDraft(Exchange exchange, String method, String response) {
    Message.Response message = parsed(response);
    return draft(exchange, method, message, mask.storedResponse(engine.everyDetector(), message));
  }

  private static ReplyDraft draft(
      Exchange exchange, String method, Message.Response message, Rewrite stored) {
    String outcome = message instanceof Message.Failure ? "error" : "ok";
    String id = message.object().member("id").map(message.json()::slice).orElse("null");
    return ReplyDraft.of(message, Rewrite.of(message.json()), stored, id, outcome)
        .withMembers(
            ResultShape.removed(Era.LEGACY, exchange.era()),
            ResultShape.added(Era.LEGACY, exchange.era(), method))
        .withStatus(ResultShape.status(exchange.era(), message));
  }

  /** A request or notification as it may be stored, when no rule was asked what to mask in it. */
  String scrubbed(Message message) {
    return mask.storedCall(engine.everyDetector(), message);
  }

  /** A response that nobody asked for, as it may be stored. */
  String scrubbedResponse(Message.Response response) {
    return engine.everyDetector().scrub(response.json().text());
  }

  /** The verdict on what the protocol itself asks for. */
  Verdict protocol() {
    return Verdict.protocol(engine.set().digest());
  }

  private static Message.Response parsed(String response) {
    try {
      return (Message.Response) Message.of(JsonText.parse(response, JsonLimits.STANDARD));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("wrote an answer that is no message", e);
    }
  }
}
