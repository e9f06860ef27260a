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
import java.util.TreeSet;
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

    @SuppressWarnings("ImmutableEnumChecker") // Demands are values.
    private final Demand demand;

    Story(Demand demand) {
      this.demand = demand;
    }

    abstract List<Actor> actors();

    /** With crashes, and with time; at full size with both at once. */
    List<World> worlds(boolean compares) {
      return ALL
          ? List.of(world(compares, 2, 4, 1))
          : List.of(world(compares, 1, 0, 0), world(compares, 0, 2, 0));
    }

    private World world(boolean compares, int crashes, int ticks, int faults) {
      World world = new World(demand, compares);
      world.actors.addAll(actors());
      world.crashes = crashes;
      world.ticks = ticks;
      world.failures = faults;
      world.mistakes = faults;
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
    Set<String> outcomes = new TreeSet<>();
    for (World world : story.worlds(true)) {
      Found found = new Interleavings().from(world);
      assertEquals(Optional.empty(), found.violation());
      assertTrue(found.runs() > 0 && found.ends() > found.runs(), found.toString());
      outcomes.addAll(found.outcomes());
    }
    assertTrue(outcomes.containsAll(Set.of(Run.REPLIED, Run.UNKNOWN)), outcomes.toString());
  }

  @Test
  void storiesComeToEveryEnd() {
    Set<State> ends = EnumSet.noneOf(State.class);
    for (Story story : Story.values()) {
      story.worlds(true).forEach(world -> ends.addAll(new Interleavings().from(world).states()));
    }
    ends.remove(State.PENDING); // the worlds without time leave an undecided one waiting
    assertEquals(EnumSet.complementOf(EnumSet.of(State.PENDING)), ends);
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatGoesWrongWhereWritesDoNotCompare(Story story) {
    assertTrue(
        story.worlds(false).stream()
            .anyMatch(world -> new Interleavings().from(world).violation().isPresent()));
  }
}
