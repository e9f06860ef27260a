package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Demand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that there is between two durable steps: the rows, who has done how much, the time, what ran,
 * and what may still go wrong. What an approval does is decided by the product's own functions; the
 * store is a map of which each write names the version that it saw.
 */
final class World {
  /** Of which a crash ends all that is under way. */
  static final int GATEWAYS = 2;

  final Demand demand;

  /** Whether writes name the version that they saw: false only to see that this finds faults. */
  final boolean compares;

  final Map<String, Approval> rows = new TreeMap<>();
  final Set<String> told = new TreeSet<>();
  final Set<String> owed = new TreeSet<>();
  final Set<String> recorded = new TreeSet<>();
  final Map<String, Integer> ran = new TreeMap<>();
  final List<Actor> actors = new ArrayList<>();
  final int[] boots = new int[GATEWAYS];
  Instant now = Asked.START;
  int crashes;
  int failures;
  int ticks;
  int mistakes;

  World(Demand demand, boolean compares) {
    this.demand = demand;
    this.compares = compares;
  }

  World copy() {
    World copy = new World(demand, compares);
    copy.rows.putAll(rows);
    copy.told.addAll(told);
    copy.owed.addAll(owed);
    copy.recorded.addAll(recorded);
    copy.ran.putAll(ran);
    actors.forEach(actor -> copy.actors.add(actor.copy()));
    System.arraycopy(boots, 0, copy.boots, 0, boots.length);
    copy.now = now;
    copy.crashes = crashes;
    copy.failures = failures;
    copy.ticks = ticks;
    copy.mistakes = mistakes;
    return copy;
  }

  String node(int gateway) {
    return "g" + gateway + "/" + boots[gateway];
  }

  /** Writes a next version; whether the one that was seen was still there. */
  boolean write(Approval seen, Approval after) {
    Approval there = row(seen.id());
    if (compares && there.version() != seen.version()) {
      return false;
    }
    check(there.isOpen() || after.state() == there.state(), "what is over comes back: " + there);
    check(
        after.steps().size() >= there.steps().size()
            && after.steps().subList(0, there.steps().size()).equals(there.steps()),
        "a step is lost of " + there.steps() + " in " + after.steps());
    for (Step step : after.steps().subList(there.steps().size(), after.steps().size())) {
      owed.add(seen.id() + " " + step.number());
    }
    rows.put(seen.id(), after.in(there.version() + 1));
    return true;
  }

  /** A row that is there. */
  Approval row(String id) {
    return Objects.requireNonNull(rows.get(id), id);
  }

  /** Records what is owed of a row. */
  void record(String id) {
    owed.removeIf(
        step -> {
          boolean isOf = step.startsWith(id + " ");
          if (isOf) {
            recorded.add(step);
          }
          return isOf;
        });
  }

  /** A call goes upstream; here all that must hold is looked at. */
  void run(String id, String exchange) {
    Approval approval = row(id);
    int times = ran.merge(id, 1, Integer::sum);
    check(!Runs.isOnce(approval) || times == 1, "ran twice on one grant: " + approval.steps());
    check(times <= approval.uses(), "ran without a use: " + approval.steps());
    check(approval.runs().stream().anyMatch(run -> run.exchange().equals(exchange)), "no run");
    Step used =
        approval.steps().stream().filter(it -> it.word().equals(Step.USED)).findFirst().get();
    check(recorded.contains(id + " " + used.number()), "ran before it was recorded");
    check(isGranted(approval, used), "ran without a grant: " + approval.steps());
  }

  /** Counted once more, from the steps alone. */
  private boolean isGranted(Approval approval, Step used) {
    Set<String> yes = new TreeSet<>();
    boolean granted = false;
    for (Step step : approval.steps().subList(0, used.number() - 1)) {
      switch (step.word()) {
        case Step.APPROVED -> check(yes.add(step.by()), "a person counts twice");
        case Step.RETRACTED -> yes.remove(step.by());
        case Step.NARROWED -> yes.clear();
        case Step.GRANTED -> granted = yes.size() >= demand.quorum() || approval.glassBroken();
        case Step.REVOKED, Step.WITHDRAWN, Step.DENIED, Step.EXPIRED, Step.LAPSED ->
            granted = false;
        default -> {}
      }
    }
    return granted;
  }

  /** What must hold where nothing more can happen. */
  void settle() {
    check(owed.isEmpty(), "not recorded: " + owed);
    for (Approval approval : rows.values()) {
      check(approval.runs().stream().noneMatch(Run::isRunning), "runs for ever: " + approval);
    }
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new Violation(what);
    }
  }

  /** What must never be. */
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String what) {
      super(what);
    }
  }

  /** All in which this differs from others, but for what nothing depends on. */
  String key() {
    StringBuilder key = new StringBuilder();
    key.append(now.getEpochSecond()).append(crashes).append(failures).append(ticks);
    key.append(mistakes).append(boots[0]).append(boots[1]);
    rows.forEach(
        (id, row) -> {
          key.append(id).append(row.state()).append(row.uses()).append(row.glassBroken());
          key.append(row.useBy().getEpochSecond()).append(row.narrowed().isPresent());
          row.votes().forEach(vote -> key.append(vote.by().name()).append(','));
          row.runs().forEach(run -> key.append(run.exchange()).append(run.outcome()));
          // How often it was written does not matter, only by whom last and in which order.
          row.steps()
              .forEach(step -> key.append(step.word().charAt(0)).append(step.by().charAt(0)));
        });
    key.append(told).append(owed).append(ran);
    actors.forEach(actor -> key.append(actor.key(this)));
    return key.toString();
  }
}
