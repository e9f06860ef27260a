package dev.gatehouse.gateway.replay;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.exchange.StoredMessages;
import dev.gatehouse.gateway.views.EntryFilter;
import dev.gatehouse.gateway.views.Statement;
import dev.gatehouse.policies.CallSession;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.RecordedCall;
import dev.gatehouse.policies.check.RecordedRequest;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of a call, as what policies saw of it.
 *
 * @param verdict as recorded
 */
record StoredCall(RecordedRequest request, RecordedVerdict verdict) {
  private static final String GONE = "the arguments are not in the log any more";
  private static final String UNMASKED = "the arguments could not be masked, and so were not kept";

  /** What an entry is, for who looks for calls that policies decided. */
  sealed interface Reading {
    /** Such a call. */
    record Judged(StoredCall call) implements Reading {}

    /** One of which too little is left; why, in words. */
    record Lost(String why) implements Reading {}

    /** Something that no policy was asked about. */
    record Other() implements Reading {}
  }

  /** Reads an entry of a request, decided by policies that the log holds. */
  static Reading of(StoredEntry entry, KnownPolicies policies) {
    Optional<RecordedVerdict> verdict = RecordedVerdict.of(entry);
    Optional<Statement> actor = Statement.of(entry, PartName.ACTOR);
    Optional<Statement> context = Statement.of(entry, PartName.CTX);
    Optional<String> upstream = entry.upstream();
    String method = entry.method().orElse("");
    if (verdict.isEmpty() || actor.isEmpty() || context.isEmpty()) {
      return upstream.isPresent() && !method.endsWith("/list")
          ? new Reading.Lost("what was recorded of the call was erased")
          : new Reading.Other();
    }
    if (!verdict.get().isJudged()) {
      return new Reading.Other();
    }
    if (upstream.isEmpty() || method.isEmpty()) {
      return new Reading.Lost("the names in the call do not stand in the record");
    }
    Map<String, String> lost = new HashMap<>();
    if (actor.get().text("issuer").isPresent()) {
      lost.put(RecordedCall.CLAIMS, "what the issuer said of the caller is not recorded");
    }
    Optional<String> session = context.get().text("session");
    session.ifPresent(
        _ -> lost.put("session.started", "when the session began is not recorded with the call"));
    Optional<Message.Request> request = request(entry, lost);
    if (request.isEmpty() && entry.tool().isEmpty()) {
      return new Reading.Lost("the message is not in the log any more");
    }
    Facts bare = facts(entry, request, caller(actor.get()), context.get(), upstream.get());
    String protocol = context.get().text("protocol").orElse("");
    Facts facts =
        session.map(id -> bare.in(new CallSession(id, entry.time(), protocol))).orElse(bare);
    RecordedVerdict found = verdict.get();
    return new Reading.Judged(
        new StoredCall(
            new RecordedRequest(
                entry.index(),
                entry.time(),
                facts,
                lost,
                entry.decision().orElse(found.decision()),
                found.rule(),
                found.reasons(),
                request.map(StoredMessages::ofCall).orElse(List.of()),
                found.masked(),
                entry.policyDigest().flatMap(policies::set)),
            found));
  }

  private static Facts facts(
      StoredEntry entry,
      Optional<Message.Request> request,
      Caller caller,
      Statement context,
      String upstream) {
    String endpoint = context.text("endpoint").orElse("");
    return request
        .map(message -> StoredMessages.facts(caller, message, upstream, endpoint))
        .orElseGet(
            () ->
                new Facts(
                    caller,
                    entry.method().orElse(""),
                    Optional.of(upstream),
                    EntryFilter.toolOf(entry),
                    () -> JsonValue.EMPTY_JSON_OBJECT));
  }

  /** The message, if it is there; else it is noted as lost. */
  private static Optional<Message.Request> request(StoredEntry entry, Map<String, String> lost) {
    Optional<String> text = entry.part(PartName.MSG).map(bytes -> bytes.toText());
    Optional<Message.Request> request =
        text.filter(it -> !StoredMessages.isWithheld(it))
            .flatMap(StoredCall::message)
            .filter(Message.Request.class::isInstance)
            .map(Message.Request.class::cast);
    if (request.isEmpty()) {
      lost.put(RecordedCall.ARGUMENTS, text.isEmpty() ? GONE : UNMASKED);
    }
    return request;
  }

  static Optional<Message> message(String text) {
    try {
      return Optional.of(Message.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD));
    } catch (JsonRpcException _) {
      return Optional.empty();
    }
  }

  private static Caller caller(Statement actor) {
    List<String> groups =
        actor.object().array("groups").map(ArrayNode::elements).orElse(List.<JsonNode>of()).stream()
            .filter(StringNode.class::isInstance)
            .map(node -> ((StringNode) node).value())
            .toList();
    return new Caller(
        actor.text("principal").orElse(""),
        groups,
        JsonValue.EMPTY_JSON_OBJECT,
        actor.text("client").flatMap(StoredMessages::clientName));
  }
}
