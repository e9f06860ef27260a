package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.World.Violation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Goes every way from a world, and looks at each state once. */
final class Interleavings {
  private final Set<String> known = new HashSet<>();
  private final Set<State> states = EnumSet.noneOf(State.class);
  private final Set<String> outcomes = new TreeSet<>();
  private int ends;
  private int runs;

  /**
   * What was found.
   *
   * @param worlds how many different ones
   * @param ends how many of them in which nothing more can happen
   * @param runs how many of those in which something ran
   */
  record Found(
      int worlds,
      int ends,
      int runs,
      Set<State> states,
      Set<String> outcomes,
      Optional<String> violation) {}

  Found from(World first) {
    Deque<World> open = new ArrayDeque<>(List.of(first));
    known.add(hash(first));
    try {
      while (!open.isEmpty()) {
        World world = open.pop();
        List<World> next = next(world);
        if (next.isEmpty()) {
          world.settle();
          note(world);
        }
        for (World each : next) {
          if (known.add(hash(each))) {
            open.push(each);
          }
        }
      }
    } catch (Violation e) {
      return found(Optional.of(String.valueOf(e.getMessage())));
    }
    return found(Optional.empty());
  }

  private Found found(Optional<String> violation) {
    return new Found(known.size(), ends, runs, states, outcomes, violation);
  }

  /** Keys are long; half of a digest tells as many apart as there will ever be. */
  private static String hash(World world) {
    return new FieldDigest().add(world.key()).hex().substring(0, 32);
  }

  private void note(World world) {
    ends++;
    runs += world.ran.isEmpty() ? 0 : 1;
    for (Approval approval : world.rows.values()) {
      states.add(approval.state());
      approval.runs().forEach(run -> outcomes.add(run.outcome()));
    }
  }

  private static List<World> next(World world) {
    List<World> next = new ArrayList<>();
    for (int i = 0; i < world.actors.size(); i++) {
      Actor actor = world.actors.get(i);
      if (actor.isReady(world)) {
        World then = world.copy();
        then.actors.get(i).step(then);
        next.add(then);
      }
      if (actor.at == Actor.At.RECORD && world.failures > 0) {
        World then = world.copy();
        then.failures--;
        Actor same = then.actors.get(i);
        same.at = same.isReady(then) && isClient(world, i) ? Actor.At.DROP : Actor.At.DONE;
        next.add(then);
      }
      if (actor.at == Actor.At.DONE && actor.retries > 0) {
        World then = world.copy();
        then.actors.get(i).again();
        next.add(then);
      }
    }
    crashes(world, next);
    time(world, next);
    sweeps(world, next);
    return next;
  }

  private static boolean isClient(World world, int actor) {
    return world.actors.get(actor).isClient();
  }

  private static void crashes(World world, List<World> next) {
    for (int gateway = 0; gateway < World.GATEWAYS && world.crashes > 0; gateway++) {
      World then = world.copy();
      then.crashes--;
      then.boots[gateway]++;
      for (Actor actor : then.actors) {
        boolean isUnderWay = actor.at != Actor.At.DONE && actor.at != Actor.At.BEGIN;
        if (actor.gateway == gateway && isUnderWay) {
          actor.crash();
        }
      }
      next.add(then);
    }
  }

  /** Time goes on to where it changes something. */
  private static void time(World world, List<World> next) {
    Instant due =
        world.rows.values().stream()
            .map(Approval::due)
            .filter(at -> at.isAfter(world.now))
            .min(Instant::compareTo)
            .orElse(Ageing.NEVER);
    if (world.ticks > 0 && due.isBefore(Ageing.NEVER)) {
      World then = world.copy();
      then.ticks--;
      then.now = due;
      next.add(then);
    }
  }

  /** What sweeps do, of any gateway. */
  private static void sweeps(World world, List<World> next) {
    for (Approval row : world.rows.values()) {
      if (!row.due().isAfter(world.now)) {
        World then = world.copy();
        then.write(row, row.at(world.now));
        next.add(then);
      }
      lost(world, row, false, next);
      if (world.mistakes > 0) {
        // A gateway is taken for gone that only was silent.
        lost(world, row, true, next);
      }
      if (world.owed.stream().anyMatch(step -> step.startsWith(row.id() + " "))) {
        World then = world.copy();
        then.record(row.id());
        next.add(then);
      }
    }
  }

  private static void lost(World world, Approval row, boolean isMistake, List<World> next) {
    Set<String> there = new HashSet<>();
    for (int gateway = 0; gateway < World.GATEWAYS; gateway++) {
      there.add(world.node(gateway));
    }
    Change change = Runs.lost(row, run -> isMistake == there.contains(run.node()), world.now);
    if (change instanceof Change.Stepped(Approval after)) {
      World then = world.copy();
      then.mistakes -= isMistake ? 1 : 0;
      then.write(row, after);
      next.add(then);
    }
  }
}
