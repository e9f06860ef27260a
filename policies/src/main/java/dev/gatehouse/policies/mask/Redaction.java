package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of one text to hide, and the text without them. Confined to one thread. */
final class Redaction {
  private final String text;
  private final List<Part> parts = new ArrayList<>(2);

  Redaction(String text) {
    this.text = text;
  }

  /**
   * A range to hide; overlapping ranges become one.
   *
   * @param value what it means, where that is not what it says
   * @param put what stands there instead, where that is known already and counted elsewhere
   */
  record Part(
      int start,
      int end,
      String label,
      Strategy strategy,
      Optional<String> value,
      Optional<String> put) {
    /** The same with what its strategy says in its place. */
    Part told() {
      return new Part(start, end, label, strategy, value, Optional.empty());
    }
  }

  void hide(int start, int end, String label, Strategy strategy) {
    add(new Part(start, end, label, strategy, Optional.empty(), Optional.empty()));
  }

  void add(Part part) {
    parts.add(part);
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
      masked.append(text, done, part.start());
      if (part.put().isPresent()) {
        masked.append(part.put().get());
      } else {
        String value = part.value().orElse(text.substring(part.start(), part.end()));
        masked.append(part.strategy().replacement(part.label(), value, pseudonyms));
      }
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
    for (Part part : merged()) {
      if (part.put().isEmpty()) {
        counts.merge(part.label(), 1, Integer::sum);
      }
    }
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
        open = both(open, next);
      }
    }
    merged.add(open);
    return merged;
  }

  /** One part for two that overlap; what is to stand for a part of it only is lost. */
  private static Part both(Part first, Part second) {
    boolean isFirstNamed = first.put().isEmpty() || second.put().isPresent();
    boolean isOne = first.start() == second.start() && first.end() == second.end();
    Strategy strategy =
        first.put().isPresent() == second.put().isPresent()
            ? first.strategy().stricter(second.strategy())
            : isFirstNamed ? first.strategy() : second.strategy();
    return new Part(
        first.start(),
        Math.max(first.end(), second.end()),
        isFirstNamed ? first.label() : second.label(),
        strategy,
        isOne ? first.value().or(second::value) : Optional.empty(),
        Optional.empty());
  }
}
