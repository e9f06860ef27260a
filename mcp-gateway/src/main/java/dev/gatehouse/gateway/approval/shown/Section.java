package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A part of an {@link ApprovalText}: a heading of the gateway's and what stands under it. */
public record Section(Topic topic, ShownText heading, List<Line> lines) {

  /** What a section is about, in the order in which they are shown. */
  public enum Topic {
    CALL,
    ARGUMENTS,
    CHANGES,
    OTHER,
    REQUESTER,
    JUSTIFICATION,
    RULES,
    TERMS,
    DECISIONS,
    DESCRIPTION,
    EARLIER,
    STEPS;

    /** Whether its facts are names and values of somebody else, and not sentences. */
    boolean isValues() {
      return this == ARGUMENTS || this == CHANGES || this == OTHER;
    }

    /** As in {@code arguments}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Section {
    lines = List.copyOf(lines);
  }

  Section(Topic topic, String heading, List<Line> lines) {
    this(topic, ShownText.ours(heading), lines);
  }

  /** Every text in it. */
  public List<ShownText> texts() {
    List<ShownText> texts = new ArrayList<>(List.of(heading));
    lines.forEach(line -> texts.addAll(line.texts()));
    return texts;
  }

  /** Whether nothing was left out. */
  public boolean isWhole() {
    return texts().stream().allMatch(ShownText::isWhole);
  }

  int size() {
    return heading.text().length() + lines.stream().mapToInt(Line::size).sum();
  }

  /** Its first lines, as many as there is room for, and how many more there are. */
  Section within(int room) {
    if (size() <= room) {
      return this;
    }
    List<Line> kept = new ArrayList<>();
    int left = room - heading.text().length();
    for (Line line : lines) {
      if (line.size() > left) {
        break;
      }
      kept.add(line);
      left -= line.size();
    }
    int more = lines.size() - kept.size();
    if (left > 200) {
      kept.add(shortened(lines.get(kept.size()), left - 100));
      more--;
    }
    if (more > 0) {
      kept.add(
          new Note(
              ShownText.left(
                  "and %d more here, which this place has no room for".formatted(more))));
    }
    return new Section(topic, heading, kept);
  }

  private static Line shortened(Line line, int room) {
    return switch (line) {
      case Note note -> new Note(note.text().shortened(room));
      case Fact fact -> new Fact(fact.sign(), fact.label(), fact.value().shortened(room));
      case Quote quote -> {
        List<ShownText> kept = new ArrayList<>();
        int left = room;
        for (ShownText text : quote.lines()) {
          if (left <= 0) {
            kept.add(
                ShownText.left(
                    "<cut: %d more lines>".formatted(quote.lines().size() - kept.size())));
            break;
          }
          kept.add(text.shortened(left));
          left -= text.text().length() + 4;
        }
        yield new Quote(quote.sign(), quote.label(), kept);
      }
    };
  }
}
