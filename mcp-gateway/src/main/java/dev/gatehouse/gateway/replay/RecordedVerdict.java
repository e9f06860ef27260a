package dev.gatehouse.gateway.replay;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.gateway.views.Statement;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision as it was recorded with a call, or with its reply.
 *
 * @param masked how much was hidden, by label; with the reply that of both messages
 */
record RecordedVerdict(
    String decision, String rule, List<Reason> reasons, Map<String, Integer> masked) {
  private static final String PROTOCOL = "protocol";

  RecordedVerdict {
    reasons = List.copyOf(reasons);
    masked = Map.copyOf(masked);
  }

  static Optional<RecordedVerdict> of(StoredEntry entry) {
    return Statement.of(entry, PartName.POL).map(RecordedVerdict::of);
  }

  private static RecordedVerdict of(Statement statement) {
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode node :
        statement.object().array("reasons").map(ArrayNode::elements).orElse(List.of())) {
      if (node instanceof ObjectNode reason) {
        reasons.add(
            new Reason(
                reason.string("rule").orElse(""),
                reason.string("verb").orElse(""),
                reason.string("because").orElse("")));
      }
    }
    Map<String, Integer> masked = new HashMap<>();
    statement
        .object("masked")
        .map(Statement::counts)
        .orElse(Map.of())
        .forEach((label, count) -> masked.put(label, Math.toIntExact(count)));
    return new RecordedVerdict(
        statement.text("decision").orElse(""), statement.text("rule").orElse(""), reasons, masked);
  }

  /** Whether policies were asked: not of what the protocol itself does. */
  boolean isJudged() {
    return !rule.equals(PROTOCOL) && !reasons.isEmpty();
  }

  /** What was hidden in the reply, where this is of the reply. */
  Map<String, Integer> maskedBeside(RecordedVerdict ofCall) {
    Map<String, Integer> rest = new HashMap<>();
    masked.forEach(
        (label, count) -> {
          int more = count - ofCall.masked().getOrDefault(label, 0);
          if (more > 0) {
            rest.put(label, more);
          }
        });
    return rest;
  }
}
