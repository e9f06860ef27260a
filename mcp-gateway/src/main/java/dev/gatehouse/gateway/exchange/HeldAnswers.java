package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.ApprovalsFullException;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.shown.ShownText;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.ResultShape;
import dev.gatehouse.policies.Demand;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client sees of a call that waits for people, or has waited: for a tool a result in a
 * sentence that a model can act on, for anything else an error with the same sentence.
 */
final class HeldAnswers {
  /** By which the client's answer comes back, where it is shown an address in the modern form. */
  static final String KEY = "dev.gatehouse/approval";

  /** Of the words of people in what a model reads. */
  private static final int REASON_CHARACTERS_MAX = 500;

  private final Asking asking;
  private final Exchange exchange;
  private final Message.Request request;
  private final String because;

  HeldAnswers(Asking asking, Exchange exchange, Message.Request request) {
    this(asking, exchange, request, "");
  }

  private HeldAnswers(Asking asking, Exchange exchange, Message.Request request, String because) {
    this.asking = asking;
    this.exchange = exchange;
    this.request = request;
    this.because = because;
  }

  /** The same, of a call for which an earlier approval does not do; empty where there is none. */
  HeldAnswers because(String why) {
    return new HeldAnswers(asking, exchange, request, why);
  }

  /** Where people decide; nothing where no page is served. */
  Optional<URI> page(Approval approval) {
    return asking.page().apply(approval.id());
  }

  /** Nobody has decided yet, and the client cannot be kept waiting. */
  ReplyDraft pending(Approval approval, boolean hadRoom) {
    String why =
        hadRoom
            ? ""
            : " More than %d calls wait already, so this one was not kept waiting."
                .formatted(OpenQuestions.CALLS_MAX);
    return answer(
            approval,
            "This call waits for approval by %s and was not made yet.%s%s%s Call again with the same arguments to wait on and get its result; it waits until %s (approval %s%s)."
                .formatted(
                    who(approval),
                    why,
                    justification(approval),
                    where(approval),
                    approval.decideBy().truncatedTo(ChronoUnit.SECONDS),
                    approval.id(),
                    because.isEmpty() ? "" : "; " + because))
        .withOutcome("pending");
  }

  /** It was decided against, or not in time. */
  ReplyDraft over(Approval approval) {
    return answer(approval, overWords(approval))
        .withOutcome(approval.state() == State.DENIED ? "not-approved" : approval.state().word());
  }

  private static String overWords(Approval approval) {
    String words =
        switch (approval.state()) {
          case DENIED ->
              "This call was denied%s%s and was not made. Do not try it again unchanged."
                  .formatted(
                      approval.by().map(person -> " by " + name(person.name())).orElse(""),
                      reason(approval));
          case EXPIRED ->
              "Nobody approved this call in time, so it was not made. Calling again asks anew.";
          case WITHDRAWN ->
              "The request to approve this call was withdrawn%s, so it was not made. Calling again asks anew."
                  .formatted(reason(approval));
          case LAPSED ->
              "This call was approved, but not made in time, and the approval has lapsed. Calling"
                  + " again asks anew.";
          case REVOKED ->
              "The approval of this call was taken back%s. Do not try it again unchanged."
                  .formatted(reason(approval));
          case PENDING, GRANTED, USED -> throw new IllegalArgumentException("it is not over");
        };
    return words + " (approval " + approval.id() + ")";
  }

  /** The same as the result of a tool, for a task that ends with it. */
  Message.Result overAsTool(Approval approval) {
    return (Message.Result)
        SettlingSink.response(Answers.toolError(request.id(), overWords(approval)));
  }

  /** Another call of the same client's makes it right now. */
  ReplyDraft running(Approval approval) {
    return answer(
            approval,
            "This call was approved and is being made. Call again with the same arguments to get its result; it will not be made twice (approval %s)."
                .formatted(approval.id()))
        .withOutcome("pending");
  }

  /** The grant is used, and nobody knows what came of it. */
  ReplyDraft unknown(Approval approval) {
    return answer(
            approval,
            "This call was approved and sent, and what came of it is not known: it may have been carried out. Do not call again before a person has looked (approval %s)."
                .formatted(approval.id()))
        .withOutcome("outcome-unknown");
  }

  /** What it was approved for is no more. */
  ReplyDraft outdated(String why) {
    return answer(
            "This call was approved, but is not made: %s since. Calling again asks anew."
                .formatted(why))
        .withOutcome("outdated");
  }

  /** The grant could not be used. */
  ReplyDraft notSpent(Approval approval, String why) {
    return answer(
            approval, "This call was not made: %s (approval %s).".formatted(why, approval.id()))
        .withOutcome("not-approved");
  }

  /** No approval is known by which an answer would go on. */
  ReplyDraft gone() {
    return answer(
            "The approval of this call is not kept any more, so its next step was not made. Call"
                + " again without answers to ask anew.")
        .withOutcome("not-approved");
  }

  /** What policy hides in the changed call cannot be hidden. */
  ReplyDraft cannotBeHidden() {
    return answer("This call was not made: what policy hides in it cannot be hidden.")
        .withOutcome("refused");
  }

  /** There is no room for one more. */
  ReplyDraft full(ApprovalsFullException cause) {
    return answer(
            "This call needs approval, and nobody could be asked: %s. Try again later."
                .formatted(cause.getMessage()))
        .withOutcome("not-asked");
  }

  /** What came of the call when it was made, for a client that had not waited for it. */
  ReplyDraft kept(String text) {
    SettlingSink.Kept kept = SettlingSink.Kept.of(text);
    Rewrite same = Rewrite.of(kept.response().json());
    return ReplyDraft.of(kept.response(), same, same, request.id().json(), "delivered")
        .withMembers(
            ResultShape.removed(kept.shape(), exchange.era()),
            ResultShape.added(kept.shape(), exchange.era(), request.method()))
        .withStatus(ResultShape.status(exchange.era(), kept.response()));
  }

  /** The client's person is shown where it is decided; the client calls again with the answer. */
  ReplyDraft address(Approval approval, InputStates states) {
    String url = page(approval).orElseThrow().toString();
    String elicitation = AskedClient.elicitation(invitation(approval), url);
    String response =
        new InputRequired(Map.of(KEY, elicitation), Optional.of(states.waitingFor(approval.id())))
            .response(request.id())
            .json()
            .text();
    // It is of a type already, which is not the one that results of ours have.
    return OwnAnswers.draft(exchange, request.method(), response)
        .withMembers(Set.of(), Map.of())
        .withOutcome("pending");
  }

  /** The question that shows a legacy client's person where it is decided. */
  Optional<String> elicitation(Approval approval) {
    return page(approval).map(url -> AskedClient.elicitation(invitation(approval), url.toString()));
  }

  /** The call goes on as a task. */
  ReplyDraft task(Approval approval) {
    String result =
        "{\"resultType\":\"task\","
            + HeldTasks.members(approval, "working", progress(approval))
            + "}";
    return OwnAnswers.draft(exchange, request.method(), Answers.result(request.id(), result))
        .withMembers(Set.of(), Map.of())
        .withOutcome("pending");
  }

  /** Whether the client's person did not want to look. */
  static boolean isDeclined(Message.Request request) {
    return request
        .params()
        .flatMap(params -> params.object(InputResponses.RESPONSES))
        .flatMap(responses -> responses.object(KEY))
        .flatMap((ObjectNode answer) -> answer.string("action"))
        .filter(action -> action.equals("decline") || action.equals("cancel"))
        .isPresent();
  }

  /** What goes on, in one line. */
  static String progress(Approval approval) {
    return approval.state() == State.PENDING
        ? "waits for approval by " + who(approval)
        : "approved, and being made";
  }

  private String invitation(Approval approval) {
    return "This call needs approval by %s. The page shows how it stands; nothing is decided by opening it."
        .formatted(who(approval));
  }

  private static String who(Approval approval) {
    List<Demand> demands = approval.request().demands();
    return demands.stream()
        .map(
            demand ->
                demand.groups().stream().map(HeldAnswers::name).collect(Collectors.joining(" or "))
                    + (demand.quorum() > 1 ? " (" + demand.quorum() + " people)" : ""))
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .stream()
        .collect(Collectors.joining(" and "));
  }

  private String where(Approval approval) {
    return page(approval).map(url -> " People decide at " + url + " .").orElse("");
  }

  private static String justification(Approval approval) {
    boolean isWanted = approval.request().demands().stream().anyMatch(Demand::justify);
    return isWanted && approval.justification().isEmpty()
        ? " First it needs a justification: what the call is for, as"
            + " `_meta[\"dev.gatehouse/justification\"]`, on the page or by `gatehouse approvals"
            + " justify`."
        : "";
  }

  private static String reason(Approval approval) {
    return approval.why().isBlank() ? "" : ": " + shown(approval.why());
  }

  private static String name(String words) {
    return ShownText.name(words).text();
  }

  /** As data: quotes of its own cannot end the quote. */
  private static String shown(String words) {
    return ShownText.quoted(words, REASON_CHARACTERS_MAX).text();
  }

  private ReplyDraft answer(Approval approval, String words) {
    String data =
        "{\"approval\":"
            + JsonStrings.quote(approval.id())
            + ",\"state\":"
            + JsonStrings.quote(approval.state().word())
            + page(approval).map(url -> ",\"url\":" + JsonStrings.quote(url.toString())).orElse("")
            + "}";
    return answer(words, data);
  }

  private ReplyDraft answer(String words) {
    return answer(words, "{}");
  }

  private ReplyDraft answer(String words, String data) {
    String response =
        request.method().equals("tools/call")
            ? Answers.toolError(request.id(), words)
            : Answers.error(request.id(), Answers.NEEDS_APPROVAL, words, data);
    return OwnAnswers.draft(exchange, request.method(), response);
  }
}
