package dev.gatehouse.gateway.replay;

import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.exchange.StoredMessages;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Explanation;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.ResultExplanation;
import dev.gatehouse.policies.mask.Hidden;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a call, and its reply where there is one, is decided as it is.
 *
 * @param facts what policies see of the call
 * @param lost what they saw and is not known any more, each with why
 * @param recorded the decision that was recorded, in words
 * @param hidden in the arguments, by the decision on the call
 */
public record ExplainedCall(
    Facts facts,
    Map<String, String> lost,
    Optional<String> recorded,
    Explanation explanation,
    List<Hidden> hidden,
    Optional<Reply> reply) {
  public ExplainedCall {
    lost = Map.copyOf(lost);
    hidden = List.copyOf(hidden);
  }

  /**
   * The same of its reply.
   *
   * @param hidden in the result, by the decisions on the call and on the reply
   */
  public record Reply(ResultExplanation explanation, List<Hidden> hidden) {
    public Reply {
      hidden = List.copyOf(hidden);
    }
  }

  /**
   * Explains a call that nobody made.
   *
   * @throws MaskingException where something could not be hidden
   */
  public static ExplainedCall of(PolicySet policies, Facts facts, Message.Request request)
      throws MaskingException {
    List<Leaf> leaves = StoredMessages.ofCall(request);
    return of(policies, facts, Map.of(), Optional.empty(), leaves, Optional.empty());
  }

  /** The same with the reply that it would have. */
  public static ExplainedCall of(
      PolicySet policies, Facts facts, Message.Request request, Message.Response response)
      throws MaskingException {
    List<Leaf> leaves = StoredMessages.ofCall(request);
    return of(policies, facts, Map.of(), Optional.empty(), leaves, Optional.of(response));
  }

  /** Explains a recorded call. */
  static ExplainedCall of(
      PolicySet policies, StoredCall call, Facts facts, Optional<Message.Response> response)
      throws MaskingException {
    String recorded = "%s by rule `%s`".formatted(call.request().decision(), call.request().rule());
    return of(
        policies,
        facts,
        call.request().lost(),
        Optional.of(recorded),
        call.request().leaves(),
        response);
  }

  private static ExplainedCall of(
      PolicySet policies,
      Facts facts,
      Map<String, String> lost,
      Optional<String> recorded,
      List<Leaf> leaves,
      Optional<Message.Response> response)
      throws MaskingException {
    PolicyEngine engine = new PolicyEngine(policies, InstantSource.system());
    Explanation explanation = engine.explain(facts);
    Optional<Reply> reply = Optional.empty();
    // What does not pass has no reply.
    if (response.isPresent() && explanation.decision() instanceof Decision.Permit) {
      ResultExplanation ofResult =
          engine.explainResult(
              facts,
              () -> StoredMessages.value(response.get()),
              StoredMessages.isError(response.get()));
      MaskPlan plan = explanation.decision().masks().results().and(ofResult.decision().results());
      reply =
          Optional.of(
              new Reply(ofResult, Hidden.in(StoredMessages.ofResponse(response.get()), plan)));
    }
    return new ExplainedCall(
        facts,
        lost,
        recorded,
        explanation,
        Hidden.in(leaves, explanation.decision().masks().arguments()),
        reply);
  }
}
