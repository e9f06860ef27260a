package dev.gatehouse.policies;

import java.util.List;
import java.util.Optional;

/**
 * Which calls a rule is about: those that satisfy every part that is not empty.
 *
 * @param tools patterns of canonical names; the pattern {@code *} also takes in calls of no tool
 * @param groups of which the caller is in at least one
 */
record Match(
    List<Glob> tools,
    List<Glob> methods,
    List<String> upstreams,
    List<Glob> principals,
    List<String> groups) {
  Match {
    tools = List.copyOf(tools);
    methods = List.copyOf(methods);
    upstreams = List.copyOf(upstreams);
    principals = List.copyOf(principals);
    groups = List.copyOf(groups);
  }

  boolean matches(Facts facts) {
    return (tools.isEmpty() || matchesTool(facts.tool()))
        && (methods.isEmpty() || anyMatches(methods, facts.method()))
        && (upstreams.isEmpty() || facts.upstream().filter(upstreams::contains).isPresent())
        && (principals.isEmpty() || anyMatches(principals, facts.caller().principal()))
        && (groups.isEmpty() || sharesGroup(facts.caller().groups()));
  }

  private boolean matchesTool(Optional<String> tool) {
    for (Glob glob : tools) {
      if (glob.isAny() || (tool.isPresent() && glob.matches(tool.get()))) {
        return true;
      }
    }
    return false;
  }

  private boolean sharesGroup(List<String> callerGroups) {
    for (String group : callerGroups) {
      if (groups.contains(group)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyMatches(List<Glob> globs, String name) {
    for (Glob glob : globs) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
