package dev.gatehouse.policies;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left of a call that was judged once.
 *
 * @param facts as far as they are known, with the instant of the call; in its arguments {@link
 *     dev.gatehouse.policies.condition.LostValue} stands for what is not known any more
 * @param lost what is not known any more, by the names that conditions use ({@code args}, {@code
 *     claims}, {@code session.started}), each with the reason in words
 * @param lostWhole those of them of which nothing is known at all
 * @param reasons of the decision that was made then, as recorded
 * @param isApproved whether it was held and then let through by people
 */
public record RecordedCall(
    Facts facts,
    Map<String, String> lost,
    Set<String> lostWhole,
    List<Reason> reasons,
    boolean isApproved) {
  /** The name of what the caller's issuer says of it. */
  public static final String CLAIMS = "claims";

  /** The name of the arguments. */
  public static final String ARGUMENTS = "args";

  /** The name of the reply. */
  public static final String RESULT = "result";

  public RecordedCall {
    lost = Map.copyOf(lost);
    lostWhole = Set.copyOf(lostWhole);
    reasons = List.copyOf(reasons);
  }

  /** Why the first of these names is lost. */
  String why(Set<String> names) {
    return names.stream()
        .sorted()
        .map(name -> lost.getOrDefault(name, "`" + name + "` is not recorded"))
        .findFirst()
        .orElse("something that it needs is not recorded");
  }
}
