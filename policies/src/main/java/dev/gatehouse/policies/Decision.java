package dev.gatehouse.policies;

import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.mask.Masks;
import java.time.Duration;
import java.util.List;

/**
 * What may happen to a call.
 *
 * <p>Guarantee: never without a reason; the first reason is the one that decided. Whatever the
 * decision, its masks apply to what is stored of the call.
 */
public sealed interface Decision {
  Masks masks();

  /** Every rule that matched and what it said: the deciding one first, then in file order. */
  List<Reason> reasons();

  /** The word for the log: {@code permit}, {@code hold}, {@code refuse} or {@code throttle}. */
  default String code() {
    return switch (this) {
      case Permit _ -> "permit";
      case Hold _ -> "hold";
      case Refuse _ -> "refuse";
      case Throttle _ -> "throttle";
    };
  }

  /** The rule that decided, or {@code default}. */
  default String rule() {
    return reasons().getFirst().rule();
  }

  /** What the call takes up; to be closed when its exchange ends, however it ends. */
  default Lease lease() {
    return granted().lease();
  }

  /** What was granted besides; nothing, where the call is kept. */
  default Grant granted() {
    return this instanceof Permit permit ? permit.grant() : Grant.none();
  }

  /** What rules that only observe would have done. */
  default List<Reason> observed() {
    return reasons().stream().filter(Reason::isObserved).toList();
  }

  /**
   * The call may go upstream, with its masks applied.
   *
   * @param grant what it may take up, and how large its result may be; whoever has the decision
   *     closes the lease
   */
  record Permit(Masks masks, List<Reason> reasons, Grant grant) implements Decision {
    public Permit {
      reasons = atLeastOne(reasons);
    }

    /** With nothing granted besides. */
    public Permit(Masks masks, List<Reason> reasons) {
      this(masks, reasons, Grant.none());
    }
  }

  /**
   * The call may go upstream once people have approved it. It takes no place and was not counted.
   *
   * @param demands of each rule that asks for approval, in file order; all have to be met
   */
  record Hold(List<Demand> demands, Masks masks, List<Reason> reasons) implements Decision {
    public Hold {
      demands = List.copyOf(demands);
      if (demands.isEmpty()) {
        throw new IllegalArgumentException("a call waits for somebody");
      }
      reasons = atLeastOne(reasons);
    }

    /** Everybody who may approve, also those who may only after a time; each group once. */
    public List<String> groups() {
      return demands.stream().flatMap(demand -> demand.deciders(true).stream()).distinct().toList();
    }

    /** What is granted once all are met. */
    public Grants grants() {
      return Grants.narrowest(demands);
    }
  }

  /**
   * The call does not happen.
   *
   * @param message what to tell the caller
   */
  record Refuse(String message, Masks masks, List<Reason> reasons) implements Decision {
    public Refuse {
      reasons = atLeastOne(reasons);
    }
  }

  /**
   * The call does not happen now.
   *
   * @param retryAfter when the same call may pass the limit again; at least 1 ms
   */
  record Throttle(Duration retryAfter, Masks masks, List<Reason> reasons) implements Decision {
    public Throttle {
      reasons = atLeastOne(reasons);
    }
  }

  private static List<Reason> atLeastOne(List<Reason> reasons) {
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a decision has at least one reason");
    }
    return List.copyOf(reasons);
  }
}
