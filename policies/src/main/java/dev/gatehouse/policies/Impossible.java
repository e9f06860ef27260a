package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.MappingReader;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds rules whose parts exclude each other, so that no call is of all of them. */
final class Impossible {
  private static final int MINUTES_OF_WEEK = 7 * TimeWindow.MINUTES_OF_DAY;

  private static final List<String> OF_TOOLS = List.of("tools/call");
  private static final List<String> OF_RESOURCES =
      List.of("resources/", "notifications/resources/", "subscriptions/", "completion/complete");
  private static final List<String> OF_PROMPTS = List.of("prompts/", "completion/complete");

  private Impossible() {}

  /** Reports at its key each part of the rule that another part excludes. */
  static void report(MappingReader rule, Match match) {
    Optional<Part.Names> tools =
        names(match, Named.TOOL).filter(part -> part.globs().stream().noneMatch(Glob::isAny));
    Optional<Part.Names> resources = names(match, Named.RESOURCE);
    Optional<Part.Names> prompts = names(match, Named.PROMPT);
    upstreams(rule, match, tools);
    upstreams(rule, match, prompts);
    methods(rule, match, tools, OF_TOOLS);
    methods(rule, match, resources, OF_RESOURCES);
    methods(rule, match, prompts, OF_PROMPTS);
    either(rule, tools, resources);
    either(rule, tools, prompts);
    either(rule, resources, prompts);
    times(rule, match);
  }

  private static Optional<Part.Names> names(Match match, Named named) {
    return match.parts().stream()
        .filter(Part.Names.class::isInstance)
        .map(Part.Names.class::cast)
        .filter(part -> part.named() == named)
        .findFirst();
  }

  private static void upstreams(MappingReader rule, Match match, Optional<Part.Names> named) {
    Optional<Part.Names> upstreams = names(match, Named.UPSTREAM);
    if (named.isEmpty() || upstreams.isEmpty()) {
      return;
    }
    List<String> starts =
        upstreams.get().globs().stream().map(glob -> glob.pattern() + ToolName.SEPARATOR).toList();
    if (named.get().globs().stream().noneMatch(glob -> mayBegin(glob, starts))) {
      nothing(rule, named.get().key(), "upstreams");
    }
  }

  private static void methods(
      MappingReader rule, Match match, Optional<Part.Names> named, List<String> starts) {
    Optional<Part.Names> methods = names(match, Named.METHOD);
    if (named.isPresent()
        && methods.isPresent()
        && methods.get().globs().stream().noneMatch(glob -> mayBegin(glob, starts))) {
      nothing(rule, named.get().key(), "methods");
    }
  }

  /** Whether something that matches may begin with one of these. */
  private static boolean mayBegin(Glob glob, List<String> starts) {
    String prefix = glob.literalPrefix();
    return starts.stream()
        .anyMatch(
            start -> prefix.startsWith(start) || (!glob.isLiteral() && start.startsWith(prefix)));
  }

  private static void either(
      MappingReader rule, Optional<Part.Names> one, Optional<Part.Names> other) {
    if (one.isPresent() && other.isPresent()) {
      nothing(rule, other.get().key(), one.get().key());
    }
  }

  private static void nothing(MappingReader rule, String key, String other) {
    rule.problemAtKey(
        key, "no call is of these `" + key + "` and of the `" + other + "` of this rule");
  }

  private static void times(MappingReader rule, Match match) {
    List<Part.Times> times =
        match.parts().stream()
            .filter(Part.Times.class::isInstance)
            .map(Part.Times.class::cast)
            .toList();
    Set<ZoneId> zones =
        times.stream()
            .flatMap(part -> part.windows().stream())
            .map(TimeWindow::zone)
            .collect(Collectors.toSet());
    // By clocks of several zones it is not the week that repeats.
    if (zones.size() == 1) {
      BitSet left = new BitSet(MINUTES_OF_WEEK);
      left.set(0, MINUTES_OF_WEEK);
      for (Part.Times part : times) {
        BitSet inside = minutes(part);
        if (part.outside()) {
          left.andNot(inside);
        } else {
          left.and(inside);
        }
      }
      if (left.isEmpty()) {
        String key = times.getLast().key();
        rule.problemAtKey(key, "no time is left by the times of this rule");
      }
    }
  }

  private static BitSet minutes(Part.Times part) {
    BitSet minutes = new BitSet(MINUTES_OF_WEEK);
    for (DayOfWeek day : DayOfWeek.values()) {
      for (int minute = 0; minute < TimeWindow.MINUTES_OF_DAY; minute++) {
        int at = minute;
        if (part.windows().stream().anyMatch(window -> window.contains(day, at))) {
          minutes.set((day.getValue() - 1) * TimeWindow.MINUTES_OF_DAY + minute);
        }
      }
    }
    return minutes;
  }
}
