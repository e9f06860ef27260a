package dev.gatehouse.policies;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /**
   * A claim of the caller, of which one of these patterns must match the value, or a member of the
   * value where that is a list.
   *
   * @param name its name, or the way to it through objects, as in {@code realm_access.roles}
   */
  record Claim(String name, List<Glob> globs) implements Part {
    public Claim {
      globs = List.copyOf(globs);
    }

    @Override
    public String key() {
      return "claims." + name;
    }

    @Override
    public boolean matches(Facts facts) {
      return ClaimTexts.of(facts.caller().claims(), name).stream()
          .anyMatch(text -> globs.stream().anyMatch(glob -> glob.matches(text)));
    }

    @Override
    public String wanted() {
      return String.join(", ", globs.stream().map(Glob::pattern).toList());
    }

    @Override
    public String found(Facts facts) {
      List<String> texts = ClaimTexts.of(facts.caller().claims(), name);
      return texts.isEmpty() ? "the caller has none" : "is " + String.join(", ", texts);
    }
  }

  /**
   * Times, within one of which the call must come.
   *
   * @param outside whether it must come outside all of them
   */
  record Times(List<TimeWindow> windows, boolean outside) implements Part {
    public Times {
      windows = List.copyOf(windows);
    }

    @Override
    public String key() {
      return outside ? "outside-times" : "times";
    }

    @Override
    public boolean matches(Facts facts) {
      Instant at = facts.at().orElseThrow(() -> new IllegalArgumentException("a call has a time"));
      return windows.stream().anyMatch(window -> window.contains(at)) != outside;
    }

    @Override
    public String wanted() {
      return String.join("; ", windows.stream().map(TimeWindow::written).toList());
    }

    @Override
    public String found(Facts facts) {
      return "the call came at "
          + facts.at().map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("no time");
    }
  }
}
