package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Reason;
import java.util.List;
import java.util.Optional;

/**
 * A call that rules hold, as people see it.
 *
 * @param requester who called first
 * @param description what the upstream says of the tool
 * @param argumentsJson as masked for people and the upstream
 * @param otherParamsJson an object of the other parameters; <code>{}</code> without any
 * @param demands what each rule asks of people; at least one
 * @param reasons why it is held, the deciding one first
 * @param exchange the id of the one that asked
 * @param call a text to run it from after a restart; may be empty
 */
public record Request(
    Binding binding,
    Requester requester,
    Optional<String> description,
    String argumentsJson,
    String otherParamsJson,
    List<Demand> demands,
    List<Reason> reasons,
    String exchange,
    String call) {
  public Request {
    demands = List.copyOf(demands);
    reasons = List.copyOf(reasons);
    if (demands.isEmpty()) {
      throw new IllegalArgumentException("a held call expected to have a demand");
    }
  }

  /** Nothing of what is asked for, which may be secret. */
  @Override
  public String toString() {
    return "Request[" + binding + "]";
  }
}
