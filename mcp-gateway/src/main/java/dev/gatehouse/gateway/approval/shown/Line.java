package dev.gatehouse.gateway.approval.shown;

import java.util.ArrayList;
import java.util.List;

/** One thing that is said in a section of an {@link ApprovalText}. Immutable. */
public sealed interface Line {

  /** On which side of a change it stands. */
  enum Sign {
    /** On none: it is simply so. */
    NONE(""),
    BEFORE("- "),
    NOW("+ ");

    private final String text;

    Sign(String text) {
      this.text = text;
    }

    /** What is put before the label. */
    public String text() {
      return text;
    }
  }

  /** A label and what it is about. */
  record Fact(Sign sign, ShownText label, ShownText value) implements Line {
    Fact(String label, ShownText value) {
      this(Sign.NONE, ShownText.ours(label), value);
    }
  }

  /** A label and the lines of a text of somebody else. */
  record Quote(Sign sign, ShownText label, List<ShownText> lines) implements Line {
    public Quote {
      lines = List.copyOf(lines);
    }

    Quote(String label, List<ShownText> lines) {
      this(Sign.NONE, ShownText.ours(label), lines);
    }
  }

  /** A sentence of the gateway. */
  record Note(ShownText text) implements Line {
    Note(String words) {
      this(ShownText.ours(words));
    }
  }

  /** Every text in it. */
  default List<ShownText> texts() {
    return switch (this) {
      case Fact fact -> List.of(fact.label(), fact.value());
      case Quote quote -> {
        List<ShownText> all = new ArrayList<>(quote.lines());
        all.add(quote.label());
        yield all;
      }
      case Note note -> List.of(note.text());
    };
  }

  /** How many characters it takes. */
  default int size() {
    return texts().stream().mapToInt(text -> text.text().length() + 4).sum();
  }
}
