package dev.gatehouse.policies.mask;

import dev.gatehouse.policies.mask.PathPattern.Parsed;
import dev.gatehouse.policies.mask.PathPattern.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one pattern of paths. Confined to one thread, used once. */
final class PathPatternParser {
  private static final int INDEX_DIGITS_MAX = 9;

  private final String text;
  private final List<Step> steps = new ArrayList<>();
  private int at;

  PathPatternParser(String text) {
    this.text = text;
  }

  Parsed parse() {
    if (!text.startsWith("$")) {
      return new Parsed.Fault(0, "a path begins with `$`, as in `$.customer.card`");
    }
    at = 1;
    while (at < text.length()) {
      Optional<Parsed.Fault> fault = step();
      if (fault.isPresent()) {
        return fault.get();
      }
      if (steps.size() > PathPattern.STEPS_MAX - 1) {
        return new Parsed.Fault(at, "a path has at most " + (PathPattern.STEPS_MAX - 1) + " steps");
      }
    }
    return new Parsed.Pattern(PathPattern.of(steps));
  }

  private Optional<Parsed.Fault> step() {
    boolean deep = text.startsWith("..", at);
    if (deep) {
      at += 2;
      return at < text.length() && text.charAt(at) == '[' ? bracket(true) : name(true);
    }
    return switch (text.charAt(at)) {
      case '[' -> bracket(false);
      case '.' -> {
        at++;
        yield name(false);
      }
      default -> fault("expected `.name`, `..name` or `[…]` here");
    };
  }

  private Optional<Parsed.Fault> name(boolean deep) {
    int start = at;
    while (at < text.length() && ".[]'\"() \t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start, at);
    if (name.isEmpty()) {
      return fault("expected a name or `*` here");
    } else if (name.equals("*")) {
      steps.add(new Step(Optional.empty(), -1, deep));
    } else if (name.indexOf('*') >= 0) {
      at = start;
      return fault("`*` stands for a whole name, not for a part of one");
    } else {
      steps.add(new Step(Optional.of(name), -1, deep));
    }
    return Optional.empty();
  }

  private Optional<Parsed.Fault> bracket(boolean deep) {
    at++;
    if (text.startsWith("*]", at)) {
      at += 2;
      steps.add(new Step(Optional.empty(), -1, deep));
      return Optional.empty();
    }
    char first = at < text.length() ? text.charAt(at) : ' ';
    if (first == '\'' || first == '"') {
      int end = text.indexOf(first + "]", at + 1);
      if (end < 0) {
        return fault("the name in quotes does not end with " + first + "]");
      }
      steps.add(new Step(Optional.of(text.substring(at + 1, end)), -1, deep));
      at = end + 2;
      return Optional.empty();
    }
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    boolean isIndex = end > at && end - at <= INDEX_DIGITS_MAX;
    if (!isIndex || end == text.length() || text.charAt(end) != ']') {
      return fault("expected an index, `*` or a name in quotes, then `]`");
    }
    steps.add(new Step(Optional.empty(), Integer.parseInt(text.substring(at, end)), deep));
    at = end + 1;
    return Optional.empty();
  }

  private Optional<Parsed.Fault> fault(String message) {
    return Optional.of(new Parsed.Fault(at, message));
  }
}
