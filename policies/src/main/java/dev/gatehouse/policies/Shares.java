package dev.gatehouse.policies;

import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.limit.Limit;
import dev.gatehouse.policies.limit.LimitStore;
import dev.gatehouse.policies.limit.LimitStore.Need;
import dev.gatehouse.policies.limit.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What one call needs of limits. Confined to one thread. */
final class Shares {
  private final List<Share> shares;

  Shares() {
    this(new ArrayList<>(0));
  }

  private Shares(List<Share> shares) {
    this.shares = shares;
  }

  /**
   * What it needs of one.
   *
   * @param limit the verb, which gives the reasons
   * @param values that the call counts under
   */
  record Share(String rule, Verb.Limit limit, Limit.Counted counted, List<String> values) {
    Share {
      values = List.copyOf(values);
    }
  }

  /** What became of them. */
  sealed interface Outcome {
    /** All were taken; the call's places are the lease's. */
    record Taken(Lease lease) implements Outcome {}

    /** None was taken, because this limit is used up. */
    record Exceeded(Verb.Limit limit, Duration retryAfter) implements Outcome {}

    /** None is known to be taken, because nobody could count. */
    record Unknown(Verb.Limit limit, String why) implements Outcome {}
  }

  void add(Share share) {
    shares.add(share);
  }

  /** Each by itself. */
  List<Shares> each() {
    return shares.stream().map(share -> new Shares(List.of(share))).toList();
  }

  /** Without places: of a call that waits for people, and so is not under way. */
  Shares withoutPlaces() {
    return new Shares(
        shares.stream().filter(share -> !(share.counted() instanceof Limit.Concurrent)).toList());
  }

  /** The limit of the first. */
  Verb.Limit limit() {
    return shares.getFirst().limit();
  }

  /** Takes all, or none. */
  Outcome take(Limits limits, String caller) {
    return ask(limits, caller, limits::take);
  }

  /** What would become of them if they were taken now, with nothing in the lease. */
  Outcome look(Limits limits, String caller) {
    return ask(limits, caller, limits::look);
  }

  private Outcome ask(
      Limits limits, String caller, Function<List<Need>, LimitStore.Taking> asking) {
    if (shares.isEmpty()) {
      return new Outcome.Taken(Lease.none());
    }
    Map<String, Verb.Limit> verbs = HashMap.newHashMap(shares.size());
    List<Need> needs = new ArrayList<>(shares.size());
    for (Share share : shares) {
      Verb.Limit verb = share.limit();
      Need need =
          limits.need(share.rule(), share.counted(), verb.by().text(), share.values(), caller);
      verbs.put(need.name(), verb);
      needs.add(need);
    }
    return switch (asking.apply(needs)) {
      case LimitStore.Taking.Taken(Lease lease) -> new Outcome.Taken(lease);
      case LimitStore.Taking.Exceeded(Need need, Duration retryAfter) ->
          new Outcome.Exceeded(verbs.getOrDefault(need.name(), limit()), retryAfter);
      case LimitStore.Taking.Unknown(String why) -> new Outcome.Unknown(limit(), why);
    };
  }
}
