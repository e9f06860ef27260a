package dev.gatehouse.policies;

import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.mask.MaskPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What a permitted call was granted besides.
 *
 * @param lease of the places that it takes up; to be closed when the exchange ends, however it ends
 * @param resultSizes what its result may be at most, by each rule that says so
 */
public record Grant(Lease lease, List<ResultSize> resultSizes) {
  private static final Grant NONE = new Grant(Lease.none(), List.of());

  public Grant {
    resultSizes = List.copyOf(resultSizes);
  }

  /**
   * How large a result may be.
   *
   * @param exceeded the reason to withhold a larger one; of a rule that only observes it is
   *     observed
   */
  public record ResultSize(long bytesMax, Reason exceeded) {}

  /** No place, and no limit on the result. */
  public static Grant none() {
    return NONE;
  }

  /** May a result of this size go to the client? */
  public ResultDecision judge(long bytes) {
    List<Reason> reasons = new ArrayList<>(0);
    for (ResultSize size : resultSizes) {
      if (bytes > size.bytesMax()) {
        if (!size.exceeded().isObserved()) {
          return new ResultDecision.Withhold(
              tooLarge(bytes, size), MaskPlan.empty(), List.of(size.exceeded()));
        }
        reasons.add(size.exceeded());
      }
    }
    return new ResultDecision.Release(MaskPlan.empty(), reasons);
  }

  /**
   * What rules decided on a reply, and its size with it; what they hide is hidden either way.
   *
   * @param bytes of its result or error; asked only where its size counts
   */
  public ResultDecision judged(ResultDecision byRules, LongSupplier bytes) {
    if (resultSizes.isEmpty()
        || !(byRules instanceof ResultDecision.Release(MaskPlan results, List<Reason> reasons))) {
      return byRules;
    }
    return switch (judge(bytes.getAsLong())) {
      case ResultDecision.Withhold(String words, _, List<Reason> because) ->
          new ResultDecision.Withhold(words, results, all(because, reasons));
      case ResultDecision.Release(_, List<Reason> observed) ->
          new ResultDecision.Release(results, all(reasons, observed));
    };
  }

  private static List<Reason> all(List<Reason> first, List<Reason> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  /** The same of policies that only observe. */
  Grant observed() {
    return new Grant(
        lease,
        resultSizes.stream()
            .map(size -> new ResultSize(size.bytesMax(), size.exceeded().observed()))
            .toList());
  }

  private static String tooLarge(long bytes, ResultSize size) {
    return "the result has %d bytes, and rule `%s` lets %d through: ask for less, such as fewer items, fewer fields or one page"
        .formatted(bytes, size.exceeded().rule(), size.bytesMax());
  }
}
