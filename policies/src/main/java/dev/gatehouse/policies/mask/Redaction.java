package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of one text to hide, and the text without them. Confined to one thread. */
final class Redaction {
  private final String text;
  private final List<Part> parts = new ArrayList<>(2);

  Redaction(String text) {
    this.text = text;
  }

  /** A range to hide; overlapping ranges become one. */
  private record Part(int start, int end, String label, Strategy strategy) {}

  void hide(int start, int end, String label, Strategy strategy) {
    parts.add(new Part(start, end, label, strategy));
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether what holds the text is to be taken out. */
  boolean drops() {
    return parts.stream().anyMatch(part -> part.strategy() instanceof Strategy.Drop);
  }

  /** The text with its hidden parts replaced. */
  String text(Pseudonyms pseudonyms) throws MaskingException {
    StringBuilder masked = new StringBuilder(text.length());
    int done = 0;
    for (Part part : merged()) {
      String value = text.substring(part.start(), part.end());
      masked.append(text, done, part.start());
      masked.append(part.strategy().replacement(part.label(), value, pseudonyms));
      done = part.end();
    }
    return masked.append(text, done, text.length()).toString();
  }

  /** What was hidden: one word, or several joined by {@code +}. */
  String label() {
    return merged().stream().map(Part::label).distinct().collect(Collectors.joining("+"));
  }

  /** Adds the hidden parts to the counts of their labels. */
  void countIn(Map<String, Integer> counts) {
    merged().forEach(part -> counts.merge(part.label(), 1, Integer::sum));
  }

  private List<Part> merged() {
    parts.sort(Comparator.comparingInt(Part::start));
    List<Part> merged = new ArrayList<>(parts.size());
    Part open = parts.getFirst();
    for (Part next : parts.subList(1, parts.size())) {
      if (next.start() >= open.end()) {
        merged.add(open);
        open = next;
      } else {
        open =
            new Part(
                open.start(),
                Math.max(open.end(), next.end()),
                open.label(),
                open.strategy().stricter(next.strategy()));
      }
    }
    merged.add(open);
    return merged;
  }
}
