package dev.gatehouse.policies.limit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts in memory: of one process, gone with it unless somebody keeps them.
 *
 * <p>A count that is over by now needs no memory. Thread-safe.
 */
public final class MemoryLimitStore implements LimitStore {
  /** About 30 MB; beyond it counts that are over are dropped, and new ones count as used up. */
  static final int COUNTS_MAX = 100_000;

  /** Looking through all counts takes about a millisecond. */
  private static final Duration SWEEP_PAUSE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Map<String, Count> counts = new HashMap<>();
  private final Map<String, Integer> countsOf = new HashMap<>();

  /** Calls under way; as many at most as the gateway lets in. */
  private final Map<String, Integer> places = new HashMap<>();

  private long sweptAt = Long.MIN_VALUE / 2;

  /** An empty one. */
  public MemoryLimitStore(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * How far a rate or a daily budget is used.
   *
   * @param owner who is charged with its memory
   * @param until when it is over and means nothing any more, in nanoseconds since 1970
   * @param used calls of the day; 0 for a rate, whose time says all
   */
  public record Count(String owner, long until, int used) {}

  /** Begins with these counts, as they were left; those that are over are left out. */
  public synchronized void restore(Map<String, Count> kept) {
    counts.putAll(kept);
    sweep(Tally.nanos(clock.instant()));
  }

  /** What is counted under these names now. */
  public synchronized Map<String, Count> counts(Collection<String> names) {
    Map<String, Count> found = new HashMap<>();
    names.forEach(name -> count(name).ifPresent(count -> found.put(name, count)));
    return found;
  }

  @Override
  public synchronized Taking take(List<Need> needs) {
    long now = Tally.nanos(clock.instant());
    Optional<Taking.Exceeded> exceeded = exceeded(needs, now);
    if (exceeded.isPresent()) {
      return exceeded.get();
    }
    needs.forEach(need -> use(need, now));
    List<String> taken =
        needs.stream().filter(MemoryLimitStore::takesPlace).map(Need::name).toList();
    return new Taking.Taken(taken.isEmpty() ? Lease.none() : lease(taken));
  }

  @Override
  public synchronized Taking look(List<Need> needs) {
    Optional<Taking.Exceeded> exceeded = exceeded(needs, Tally.nanos(clock.instant()));
    return exceeded.isPresent() ? exceeded.get() : new Taking.Taken(Lease.none());
  }

  /** The need that keeps the call longest, if any does. */
  private Optional<Taking.Exceeded> exceeded(List<Need> needs, long now) {
    Optional<Taking.Exceeded> longest = Optional.empty();
    for (Need need : needs) {
      settle(need, now);
      long wait = nanosToWait(need, now);
      if (wait > 0 && longest.filter(e -> e.retryAfter().toNanos() >= wait).isEmpty()) {
        longest = Optional.of(new Taking.Exceeded(need, Tally.atLeastOneMilli(wait)));
      }
    }
    return longest;
  }

  @Override
  public void close() {
    // What is in memory goes with it.
  }

  private static boolean takesPlace(Need need) {
    return need.limit() instanceof Limit.Concurrent;
  }

  private Optional<Count> count(String name) {
    return Optional.ofNullable(counts.get(name));
  }

  /** A clock that was set back must keep nobody for longer than the limit's own time. */
  private void settle(Need need, long now) {
    count(need.name())
        .flatMap(count -> Tally.settled(need.limit(), count, now))
        .ifPresent(settled -> put(need, settled));
  }

  private long nanosToWait(Need need, long now) {
    Optional<Count> count = count(need.name());
    return switch (need.limit()) {
      case Limit.Rate rate ->
          mayBegin(need, now) ? Tally.nanosToWait(rate, count, now) : rate.per().toNanos();
      case Limit.Daily daily ->
          mayBegin(need, now)
              ? Tally.nanosToWait(daily, count, now)
              : Tally.nanos(daily.endOfDay(clock.instant())) - now;
      case Limit.Concurrent concurrent ->
          places.getOrDefault(need.name(), 0) < concurrent.calls()
              ? 0
              : Limit.Concurrent.RETRY_AFTER.toNanos();
    };
  }

  private void use(Need need, long now) {
    Optional<Count> count = count(need.name());
    switch (need.limit()) {
      case Limit.Rate rate -> put(need, Tally.with(rate, count, now));
      case Limit.Daily daily -> put(need, Tally.with(daily, count, now));
      case Limit.Concurrent _ -> places.merge(need.name(), 1, Integer::sum);
    }
  }

  private void put(Need need, Tally.Spent spent) {
    String owner = count(need.name()).map(Count::owner).orElse(need.owner());
    if (counts.put(need.name(), new Count(owner, spent.until(), spent.used())) == null) {
      countsOf.merge(owner, 1, Integer::sum);
    }
  }

  private Lease lease(List<String> taken) {
    AtomicBoolean isOver = new AtomicBoolean();
    return () -> {
      if (isOver.compareAndSet(false, true)) {
        giveBack(taken);
      }
    };
  }

  private synchronized void giveBack(List<String> taken) {
    taken.forEach(name -> places.computeIfPresent(name, (_, used) -> used > 1 ? used - 1 : null));
  }

  private boolean mayBegin(Need need, long now) {
    boolean full =
        !counts.containsKey(need.name())
            && (counts.size() >= COUNTS_MAX
                || countsOf.getOrDefault(need.owner(), 0) >= COUNTS_PER_OWNER_MAX);
    // A clock that was set back sweeps too often rather than never.
    if (full && (now < sweptAt || now >= sweptAt + SWEEP_PAUSE.toNanos())) {
      sweep(now);
      return mayBegin(need, now);
    }
    return !full;
  }

  private void sweep(long now) {
    sweptAt = now;
    counts.values().removeIf(count -> count.until() <= now);
    countsOf.clear();
    counts.values().forEach(count -> countsOf.merge(count.owner(), 1, Integer::sum));
  }
}
