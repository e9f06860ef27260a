package dev.gatehouse.policies;

import java.util.List;
import java.util.Optional;

/** One thing that a rule asks of calls, such as the names of tools. Immutable. */
sealed interface Part {
  /** Its key in the file. */
  String key();

  boolean matches(Facts facts);

  /** What it asks for, as text. */
  String wanted();

  /** What a call that it does not match has instead, on one line. */
  String found(Facts facts);

  /**
   * The name of something in a call, which one of these patterns must match.
   *
   * @param globs for tools, the pattern {@code *} also takes in calls of no tool
   */
  record Names(Named named, List<Glob> globs) implements Part {
    public Names {
      globs = List.copyOf(globs);
    }

    @Override
    public String key() {
      return named.key();
    }

    @Override
    public boolean matches(Facts facts) {
      Optional<String> name = named.in(facts);
      for (Glob glob : globs) {
        if (name.isPresent() ? glob.matches(name.get()) : named == Named.TOOL && glob.isAny()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String wanted() {
      return String.join(", ", globs.stream().map(Glob::pattern).toList());
    }

    @Override
    public String found(Facts facts) {
      return named.in(facts).map(name -> "is `" + name + "`").orElse("the call has none");
    }
  }

  /** Groups, of which the caller must be in one. */
  record Groups(List<String> groups) implements Part {
    public Groups {
      groups = List.copyOf(groups);
    }

    @Override
    public String key() {
      return "groups";
    }

    @Override
    public boolean matches(Facts facts) {
      for (String group : facts.caller().groups()) {
        if (groups.contains(group)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String wanted() {
      return String.join(", ", groups);
    }

    @Override
    public String found(Facts facts) {
      List<String> theirs = facts.caller().groups();
      return theirs.isEmpty()
          ? "the caller is in no group"
          : "the caller is in " + String.join(", ", theirs);
    }
  }
}
