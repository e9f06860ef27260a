package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.replay.ExplainedCall;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.RuleAccount;
import dev.gatehouse.policies.mask.Hidden;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * Why a call is decided as it is, for programs.
 *
 * <p>Shape: {@code {"decision":"refuse","rule":"…","message":"…","rules":[{"rule":"…","file":"…",
 * "line":3,"outcome":"not-matched","part":"tools","wanted":"…","why":"…"}],"masked":[{"place":"…",
 * "label":"…"}],"reply":{"released":true,"rules":[…],"masked":[…]}}}; of a call that is held {@code
 * "asks":[{"rule":"…","groups":["…"],"need":"any","quorum":2,"words":"approval by …"}]}.
 */
final class ExplanationJson {
  private ExplanationJson() {}

  static JsonObject of(ExplainedCall call) {
    Decision decision = call.explanation().decision();
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("decision", decision.code()).add("rule", decision.rule());
    switch (decision) {
      case Decision.Permit _, Decision.Throttle _ -> {}
      case Decision.Refuse refuse -> json.add("message", refuse.message());
      case Decision.Hold hold -> json.add("asks", asks(hold.demands()));
    }
    call.recorded().ifPresent(recorded -> json.add("recorded", recorded));
    JsonObjectBuilder lost = Json.createObjectBuilder();
    call.lost().forEach(lost::add);
    json.add("notKnown", lost)
        .add("rules", rules(call.explanation().rules()))
        .add("masked", hidden(call.hidden()));
    call.reply().ifPresent(reply -> json.add("reply", reply(reply)));
    return json.build();
  }

  private static JsonArrayBuilder asks(List<Demand> demands) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (Demand demand : demands) {
      array.add(
          Json.createObjectBuilder()
              .add("rule", demand.rule())
              .add("groups", Json.createArrayBuilder(demand.groups()))
              .add("need", demand.need().word())
              .add("quorum", demand.quorum())
              .add("words", demand.inWords()));
    }
    return array;
  }

  private static JsonObjectBuilder reply(ExplainedCall.Reply reply) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    switch (reply.explanation().decision()) {
      case ResultDecision.Release _ -> json.add("released", true);
      case ResultDecision.Withhold withhold ->
          json.add("released", false)
              .add("rule", withhold.reasons().getFirst().rule())
              .add("message", withhold.message());
    }
    return json.add("rules", rules(reply.explanation().rules()))
        .add("masked", hidden(reply.hidden()));
  }

  private static JsonArrayBuilder rules(List<RuleAccount> rules) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (RuleAccount rule : rules) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("rule", rule.rule())
              .add("file", rule.file())
              .add("line", rule.line());
      switch (rule.outcome()) {
        case RuleAccount.Outcome.Matched(List<Reason> reasons) ->
            json.add("outcome", "matched").add("reasons", reasons(reasons));
        case RuleAccount.Outcome.NotMatched(String part, String wanted, String why) ->
            json.add("outcome", "not-matched")
                .add("part", part)
                .add("wanted", wanted)
                .add("why", why);
        case RuleAccount.Outcome.Unknown(String why) ->
            json.add("outcome", "not-evaluated").add("why", why);
        case RuleAccount.Outcome.OnResult(String condition) ->
            json.add("outcome", "on-result").add("wanted", condition);
      }
      array.add(json);
    }
    return array;
  }

  private static JsonArrayBuilder reasons(List<Reason> reasons) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    reasons.forEach(
        reason ->
            array.add(
                Json.createObjectBuilder()
                    .add("verb", reason.verb())
                    .add("because", reason.because())));
    return array;
  }

  private static JsonArrayBuilder hidden(List<Hidden> hidden) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    hidden.forEach(
        it ->
            array.add(
                Json.createObjectBuilder().add("place", it.place()).add("label", it.label())));
    return array;
  }
}
