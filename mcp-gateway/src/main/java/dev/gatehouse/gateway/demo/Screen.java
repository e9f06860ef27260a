package dev.gatehouse.gateway.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the story is told: aligned, at most {@value #WIDTH} columns wide, in colour where there is
 * one. Confined to one thread.
 */
final class Screen {
  private static final int WIDTH = 98;
  private static final int INDENT = 16;

  /** How a piece of text stands out. */
  enum Paint {
    BOLD("1"),
    FAINT("2"),
    RED("1;31"),
    GREEN("1;32"),
    YELLOW("1;33"),
    MAGENTA("1;35"),
    CYAN("1;36");

    private final String code;

    Paint(String code) {
      this.code = code;
    }
  }

  private final PrintStream out;
  private final boolean colours;
  private boolean failed;

  Screen(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /** Whether anything went otherwise than expected. */
  boolean hasFailed() {
    return failed;
  }

  void title(String name, String line) {
    out.println();
    out.println("  " + paint(Paint.BOLD, name));
    out.println("  " + paint(Paint.FAINT, line));
  }

  void heading(String text) {
    out.println();
    out.println("  " + paint(Paint.BOLD, text));
    out.println("  " + paint(Paint.FAINT, "─".repeat(WIDTH - 2)));
  }

  /** Something that went well: a word for what it was, and what is to be known of it. */
  void done(String what, String text) {
    mark(Paint.GREEN, "✓", what, text);
  }

  /** Something that should not have been. */
  void wrong(String what, String text) {
    failed = true;
    mark(Paint.RED, "✗", what, text);
  }

  /** A line below the one before it. */
  void more(String text) {
    for (String line : wrapped(text, WIDTH - INDENT)) {
      out.println(" ".repeat(INDENT) + line);
    }
  }

  /** The same, less important. */
  void aside(String text) {
    for (String line : wrapped(text, WIDTH - INDENT)) {
      out.println(" ".repeat(INDENT) + paint(Paint.FAINT, line));
    }
  }

  /** What a reader may copy, exactly as it is. */
  void verbatim(String text) {
    text.lines().forEach(line -> out.println("      " + paint(Paint.CYAN, line)));
  }

  void text(String text) {
    for (String line : wrapped(text, WIDTH - 4)) {
      out.println("    " + line);
    }
  }

  void gap() {
    out.println();
  }

  /** Something to know, neither well nor wrong. */
  void item(String what, String text) {
    mark(Paint.FAINT, "·", what, text);
  }

  /** One call: what for, what was decided, who asked for what, and all that is to be known. */
  void call(int number, String who, Step step, Heard heard) {
    asked(number, heard.label(), who, step);
    heard.text().lines().forEach(this::more);
    answered(step, heard);
  }

  /** What a call is for, how it stands, and who asked for what. */
  void asked(int number, String label, String who, Step step) {
    if (number > 1) {
      out.println();
    }
    out.printf(
        Locale.ROOT,
        "%4d %s%n     %s %s%s%s %s%n",
        number,
        paint(Paint.FAINT, step.why()),
        paint(paintOf(label), "%-10s".formatted(label)),
        who,
        paint(Paint.FAINT, " → "),
        paint(Paint.BOLD, step.tool()),
        arguments(step));
  }

  /** What became of a call that was asked for above. */
  void decided(Step step, Heard heard) {
    String label = heard.label();
    out.printf(
        Locale.ROOT,
        "     %s %s%n",
        paint(paintOf(label), "%-10s".formatted(label)),
        heard.text().lines().findFirst().orElse(""));
    heard.text().lines().skip(1).forEach(this::more);
    answered(step, heard);
  }

  private void answered(Step step, Heard heard) {
    if (!heard.masked().isEmpty()) {
      aside(
          heard.masked().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(entry -> entry.getValue() + " " + entry.getKey())
              .collect(Collectors.joining(", ", "masked: ", "")));
    }
    aside(facts(heard));
    step.unmet(heard).ifPresent(expectation -> wrong("expected", expectation));
  }

  private static String facts(Heard heard) {
    List<String> facts = new ArrayList<>();
    facts.add("rule “" + heard.rule() + "”");
    if (heard.reports() > 0) {
      facts.add(heard.reports() + " reports of progress");
    }
    facts.add(millis(heard.took()));
    facts.add("entry " + heard.index());
    return String.join(" · ", facts);
  }

  private static String millis(Duration took) {
    return "%.0f ms".formatted(took.toNanos() / 1e6);
  }

  private void mark(Paint paint, String sign, String what, String text) {
    List<String> lines = wrapped(text, WIDTH - INDENT);
    out.println("   " + paint(paint, sign) + " " + "%-10s ".formatted(what) + lines.getFirst());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(INDENT) + line));
  }

  private String arguments(Step step) {
    List<String> words = new ArrayList<>();
    step.arguments()
        .forEach(
            (name, value) ->
                words.add(
                    paint(Paint.FAINT, name + "=")
                        + (value instanceof String text ? '"' + text + '"' : value)));
    return String.join(" ", words);
  }

  private static Paint paintOf(String label) {
    return switch (label) {
      case "PERMITTED", "APPROVED" -> Paint.GREEN;
      case "MASKED" -> Paint.CYAN;
      case "HELD" -> Paint.MAGENTA;
      case "THROTTLED" -> Paint.YELLOW;
      default -> Paint.RED;
    };
  }

  private String paint(Paint paint, String text) {
    return colours ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
  }

  /** Breaks at spaces; a word that is wider than the line stays whole, so that it can be copied. */
  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
