package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Demand;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whose word counts. Pure. */
final class Ballot {
  private Ballot() {}

  /** Whose members may say yes or no. */
  static Set<String> deciders(Approval approval) {
    Set<String> groups = new HashSet<>();
    for (Demand demand : approval.request().demands()) {
      groups.addAll(demand.deciders(isEscalated(demand, approval)));
    }
    return Set.copyOf(groups);
  }

  /** Whose members may let it through alone: those that every rule names. */
  static Set<String> breakGlass(Approval approval) {
    List<Demand> demands = approval.request().demands();
    Set<String> groups = new HashSet<>(demands.getFirst().breakGlass());
    demands.forEach(demand -> groups.retainAll(demand.breakGlass()));
    return Set.copyOf(groups);
  }

  /** Whether these people's yeses are all that the rules ask for. */
  static boolean isMet(Approval approval, List<Vote> votes) {
    return isMet(approval.request().demands(), approval, votes);
  }

  /** Whether they are all that these demands ask for. */
  static boolean isMet(List<Demand> demands, Approval approval, List<Vote> votes) {
    return demands.stream()
        .allMatch(
            demand ->
                demand.isMetBy(
                    votes.stream().map(vote -> groups(vote, demand)).toList(),
                    isEscalated(demand, approval)));
  }

  private static Set<String> groups(Vote vote, Demand demand) {
    // The owner counts as one person of whatever group.
    return vote.by().isOwner() ? demand.deciders(true) : vote.groups();
  }

  private static boolean isEscalated(Demand demand, Approval approval) {
    Instant until = Ageing.escalatedUntil(approval);
    return demand.escalates(approval.asked()).filter(at -> !at.isAfter(until)).isPresent();
  }
}
