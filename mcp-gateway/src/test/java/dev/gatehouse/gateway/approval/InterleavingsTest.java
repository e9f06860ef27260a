package dev.gatehouse.gateway.approval;

import static dev.gatehouse.gateway.approval.Asked.ANN;
import static dev.gatehouse.gateway.approval.Asked.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.approval.Interleavings.Found;
import dev.gatehouse.policies.Demand;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the order in which people decide, clients call again, time passes and gateways crash: no
 * grant runs twice, nothing runs without one, and no decision is lost.
 *
 * <p>Every order of every durable step is tried, with two gateways. With the system property {@code
 * gatehouse.guarantees.interleavings} at {@code all} more goes on at once.
 */
class InterleavingsTest {
  private static final boolean ALL =
      "all".equals(System.getProperty("gatehouse.guarantees.interleavings"));

  /** Who does what. */
  enum Story {
    /** One yes, one no, a call that is called again. */
    YES_AND_NO(Asked.once(1)) {
      @Override
      List<Actor> actors() {
        return List.of(client("c", 0, 1), yes(0), no(1));
      }
    },
    /** A grant is taken back while two clients want to use it. */
    REVOKED(Asked.once(1)) {
      @Override
      List<Actor> actors() {
        return List.of(client("c", 0, 1), client("d", 1, 0), yes(0), revoke(1));
      }
    },
    /** Two people have to say yes; one of them takes it back. */
    TAKEN_BACK(Asked.once(2)) {
      @Override
      List<Actor> actors() {
        return List.of(client("c", 0, 0), yes(0), bob(1), retract(1));
      }
    },
    /** Arguments change under those who say yes. */
    NARROWED(Asked.once(1)) {
      @Override
      List<Actor> actors() {
        return List.of(client("c", 0, 0), yes(0), narrow(1), bob(1));
      }
    },
    /** The glass is broken while the client withdraws. */
    WITHDRAWN(Asked.once(2)) {
      @Override
      List<Actor> actors() {
        return List.of(client("c", 0, 1), yes(0), broken(1), withdraw(0));
      }
    },
    /** A grant for many calls. */
    MANY(Asked.many()) {
      @Override
      List<Actor> actors() {
        return List.of(client("c", 0, 1), client("d", 1, 0), yes(0), revoke(1));
      }
    };

    private final Demand demand;

    Story(Demand demand) {
      this.demand = demand;
    }

    abstract List<Actor> actors();

    World world(boolean compares) {
      World world = new World(demand, compares);
      world.actors.addAll(actors());
      world.crashes = ALL ? 2 : 1;
      world.failures = 1;
      world.ticks = ALL ? 4 : 3;
      world.mistakes = 1;
      return world;
    }
  }

  private static Actor client(String name, int gateway, int retries) {
    return Actor.client(name, gateway, ALL ? retries + 1 : retries);
  }

  private static Actor yes(int gateway) {
    return Actor.person("ann", gateway, (_, seen) -> new Event.Approved(ANN, "", seen));
  }

  private static Actor bob(int gateway) {
    return Actor.person("bob", gateway, (_, seen) -> new Event.Approved(BOB, "", seen));
  }

  private static Actor no(int gateway) {
    return Actor.person("no", gateway, (_, _) -> new Event.Denied(BOB, ""));
  }

  private static Actor revoke(int gateway) {
    return Actor.person("revoke", gateway, (_, _) -> new Event.Revoked(BOB, ""));
  }

  private static Actor retract(int gateway) {
    return Actor.person("retract", gateway, (_, _) -> new Event.Retracted(ANN));
  }

  private static Actor withdraw(int gateway) {
    return Actor.person("withdraw", gateway, (_, _) -> new Event.Withdrawn(""));
  }

  private static Actor narrow(int gateway) {
    return Actor.person("narrow", gateway, (_, seen) -> new Event.Narrowed(BOB, "{}", "", seen));
  }

  private static Actor broken(int gateway) {
    Person dora = Asked.person("dora", "on-call");
    return Actor.person("dora", gateway, (_, seen) -> new Event.GlassBroken(dora, "x", seen));
  }

  @ParameterizedTest
  @EnumSource
  void nothingRunsTwiceOrWithoutAGrantAndNoDecisionIsLost(Story story) {
    Found found = new Interleavings().from(story.world(true));
    assertEquals(Optional.empty(), found.violation());
    assertTrue(found.runs() > 0 && found.ends() > found.runs(), found.toString());
    Set<String> outcomes = Set.of(Run.REPLIED, Run.UNKNOWN);
    assertTrue(found.outcomes().containsAll(outcomes), found.toString());
    System.out.println(story + " " + found);
  }

  @Test
  void storiesComeToEveryEnd() {
    Set<State> ends = EnumSet.noneOf(State.class);
    for (Story story : Story.values()) {
      ends.addAll(new Interleavings().from(story.world(true)).states());
    }
    assertEquals(EnumSet.complementOf(EnumSet.of(State.PENDING)), ends);
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatGoesWrongWhereWritesDoNotCompare(Story story) {
    assertTrue(new Interleavings().from(story.world(false)).violation().isPresent());
  }
}
