package dev.gatehouse.gateway.approval;

import java.util.Optional;
import java.util.Set;

/**
 * Which approvals to list, the newest first. Immutable.
 *
 * @param states empty for all
 * @param groups only those on which somebody of any of these groups has a say now; none where it is
 *     there and empty
 * @param owner only those of this {@link Requester#owner()}
 * @param tool only those of this tool
 * @param before only those older than this id; empty for the newest
 * @param limit how many at most, up to {@link #LIMIT_MAX}
 */
public record Listing(
    Set<State> states,
    Optional<Set<String>> groups,
    Optional<String> owner,
    Optional<Tool> tool,
    String before,
    int limit) {
  /** Of one list. */
  public static final int LIMIT_MAX = 200;

  public Listing {
    states = Set.copyOf(states);
    groups = groups.map(Set::copyOf);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("a list expected to hold 1 to " + LIMIT_MAX);
    }
  }

  /** A tool of an upstream, or what else can be asked of it. */
  public record Tool(String upstream, String method, String name) {}

  /** Those in these states; of all where none is named. */
  public static Listing of(State... states) {
    return new Listing(
        Set.of(states), Optional.empty(), Optional.empty(), Optional.empty(), "", LIMIT_MAX);
  }

  /** On which anybody of these groups has a say. */
  public Listing forGroups(Set<String> wanted) {
    return new Listing(states, Optional.of(wanted), owner, tool, before, limit);
  }

  /** Which this caller asked for: {@link Requester#owner()}. */
  public Listing ofOwner(String wanted) {
    return new Listing(states, groups, Optional.of(wanted), tool, before, limit);
  }

  /** For this tool. */
  public Listing onTool(Tool wanted) {
    return new Listing(states, groups, owner, Optional.of(wanted), before, limit);
  }

  /** Older than this one. */
  public Listing before(String id) {
    return new Listing(states, groups, owner, tool, id, limit);
  }

  /** At most so many. */
  public Listing limitedTo(int most) {
    return new Listing(states, groups, owner, tool, before, most);
  }
}
