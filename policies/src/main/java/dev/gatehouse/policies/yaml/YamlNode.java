package dev.gatehouse.policies.yaml;

import java.util.List;

/**
 * A part of a YAML file that knows where it stands.
 *
 * <p>Units: line and column count from 1. Guarantee: immutable; keys of one mapping are distinct;
 * nesting is bounded by {@link YamlFile#DEPTH_MAX}.
 */
public sealed interface YamlNode {
  int line();

  int column();

  /** What this is, in the words of a message: "a list", "the number `5`". */
  String described();

  /** Where something stands. */
  record Place(int line, int column) {}

  /** Keys and values, in the order of the file. */
  record Mapping(int line, int column, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String described() {
      return "a mapping";
    }
  }

  /** One key of a mapping with its value. */
  record Entry(Scalar key, YamlNode value) {}

  /** A list. */
  record Sequence(int line, int column, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /** What a scalar is by the core schema of YAML 1.2; whatever is quoted is text. */
  enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    NOTHING
  }

  /**
   * A single value.
   *
   * @param text the value without quotes, escapes resolved
   * @param lineStarts where each line of the text begins in the file, as far as the text stands
   *     there character by character; empty where it does not (escapes, folding)
   */
  record Scalar(int line, int column, String text, Kind kind, List<Place> lineStarts)
      implements YamlNode {
    public Scalar {
      lineStarts = List.copyOf(lineStarts);
    }

    /** Where the character at this offset of the text stands, else where the scalar begins. */
    public Place at(int offset) {
      int textLine = 0;
      int textLineStart = 0;
      int end = Math.clamp(offset, 0, text.length());
      for (int i = 0; i < end; i++) {
        if (text.charAt(i) == '\n') {
          textLine++;
          textLineStart = i + 1;
        }
      }
      if (textLine >= lineStarts.size()) {
        return new Place(line, column);
      }
      Place start = lineStarts.get(textLine);
      return new Place(start.line(), start.column() + text.codePointCount(textLineStart, end));
    }

    @Override
    public String described() {
      return switch (kind) {
        case TEXT -> "the text " + Problem.quote(text);
        case INTEGER, DECIMAL -> "the number " + Problem.quote(text);
        case BOOLEAN -> Problem.quote(text);
        case NOTHING -> "nothing";
      };
    }
  }
}
