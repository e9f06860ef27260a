package dev.gatehouse.gateway.pinning;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** What this process has seen of one upstream's tools. Thread-safe. */
final class Shelf {
  /**
   * How often an upstream is asked for its tools because somebody calls one that it does not list.
   */
  private static final Duration ASKED_EVERY = Duration.ofSeconds(30);

  /** Then what was seen is held against the table again: another gateway may have accepted more. */
  private static final Duration TRUSTED_FOR = Duration.ofMinutes(1);

  /**
   * A tool as it was listed last.
   *
   * @param digest of its definition
   */
  record Sight(String digest, Standing standing) {}

  private final Semaphore asking = new Semaphore(1);
  private final Semaphore turn = new Semaphore(1);

  private final Map<String, Sight> sights = new ConcurrentHashMap<>();

  /** How often its list is said to have changed. */
  private final AtomicLong changes = new AtomicLong();

  /** Of those, how many were before it was asked for its tools last. */
  private volatile long changesAsked;

  private volatile long settledAt = System.nanoTime();
  private volatile boolean isListed = true;
  private volatile long askedAt = System.nanoTime() - ASKED_EVERY.toNanos();

  /** One at a time asks for its tools: the others want what that one hears. */
  Semaphore asking() {
    return asking;
  }

  /** One at a time settles what is new: else two would record the same. */
  Semaphore turn() {
    return turn;
  }

  Optional<Sight> sight(String tool) {
    return Optional.ofNullable(sights.get(tool));
  }

  /** Whether what was seen may be trusted; not so, once in a while, for one caller. */
  boolean isTrusted() {
    if (System.nanoTime() - settledAt < TRUSTED_FOR.toNanos()) {
      return true;
    }
    settledAt = System.nanoTime();
    return false;
  }

  /** Whether more is not remembered. */
  boolean isFull() {
    return sights.size() >= Settling.TOOLS_MAX;
  }

  /** A list, or a page of it: of a tool that stands in it twice, what is kept back counts. */
  void saw(Map<Definition, Standing> standings) {
    Set<String> keptBack = new HashSet<>();
    standings.forEach(
        (definition, standing) -> {
          if (!(standing instanceof Standing.Free) || !keptBack.contains(definition.tool())) {
            saw(definition.tool(), new Sight(definition.digest(), standing));
          }
          if (!(standing instanceof Standing.Free)) {
            keptBack.add(definition.tool());
          }
        });
  }

  void saw(String tool, Sight sight) {
    if (tool.length() <= Settling.NAME_CHARACTERS_MAX && (!isFull() || sights.containsKey(tool))) {
      sights.put(tool, sight);
    }
  }

  /** The upstream says that its list is another now. */
  void spoil() {
    changes.incrementAndGet();
  }

  /** Whether its tools have to be asked for before this one is called. */
  boolean isDue(String tool) {
    boolean isUnseen =
        !sights.containsKey(tool) && System.nanoTime() - askedAt >= ASKED_EVERY.toNanos();
    return isUnseen || changesAsked != changes.get();
  }

  /** How often its list is said to have changed so far: what changes later is asked for again. */
  long changes() {
    return changes.get();
  }

  /**
   * It was asked, and may have answered.
   *
   * @param before the changes before it was asked
   */
  void answered(boolean withList, long before) {
    isListed = withList;
    changesAsked = before;
    // Not before: whoever comes while it is asked has to wait.
    askedAt = System.nanoTime();
  }

  /** Whether it gave its list when it was asked last, or was never asked. */
  boolean isListed() {
    return isListed;
  }
}
