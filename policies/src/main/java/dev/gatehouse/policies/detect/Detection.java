package dev.gatehouse.policies.detect;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for several kinds of data in a text at once.
 *
 * <p>Guarantee: immutable; linear in the length of the text.
 */
public final class Detection {
  /** Longer spellings of a number are no number that anybody has, and may be costly to expand. */
  private static final int NUMBER_CHARACTERS_MAX = 40;

  /** As many zeros as identifiers begin with in practice. */
  private static final int LOST_ZEROS_MAX = 2;

  private final Set<Detector> detectors;

  /** The built-in ones, as bits. */
  private final long kinds;

  private final List<CustomDetector> own;

  private Detection(Set<Detector> detectors) {
    this.detectors = Set.copyOf(detectors);
    long bits = 0;
    for (BuiltIn kind : BuiltIn.values()) {
      bits |= detectors.contains(kind) ? kind.bit() : 0;
    }
    this.kinds = bits;
    this.own =
        detectors.stream()
            .filter(CustomDetector.class::isInstance)
            .map(CustomDetector.class::cast)
            .toList();
  }

  /** Looks for what these detectors find. */
  public static Detection of(Set<? extends Detector> detectors) {
    if (detectors.contains(BuiltIn.PHONE)) {
      TelephonePlans.prepare();
    }
    return new Detection(Set.copyOf(detectors));
  }

  /** Whether this looks for nothing. */
  public boolean isEmpty() {
    return detectors.isEmpty();
  }

  /** What this looks for. */
  public Set<Detector> detectors() {
    return detectors;
  }

  /** What this or the other looks for. */
  public Detection and(Detection other) {
    Set<Detector> both = new LinkedHashSet<>(detectors);
    both.addAll(other.detectors);
    return new Detection(both);
  }

  /** What is found in a text that stands by itself: in order, without overlap. */
  public List<Finding> inText(String text) {
    return inText(text, "");
  }

  /**
   * What is found in a text: in order, without overlap.
   *
   * @param name the nearest object key around the text, which tells detectors that need telling
   *     what it may be; empty where there is none
   */
  public List<Finding> inText(String text, String name) {
    Folded folded = Folded.of(text);
    return find(new Passage(folded.text(), name)).in(folded);
  }

  /** What a JSON number, as it is spelled, is, if it is anything. */
  public Optional<Detector> inNumber(String spelling) {
    return inNumber(spelling, "");
  }

  /**
   * What a JSON number, as it is spelled, is, if it is anything.
   *
   * @param name the nearest object key around the number; empty where there is none
   */
  public Optional<Detector> inNumber(String spelling, String name) {
    if (spelling.length() > NUMBER_CHARACTERS_MAX) {
      return Optional.empty();
    }
    String digits = spelling.startsWith("-") ? spelling.substring(1) : spelling;
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      digits = wholeDigits(digits);
    }
    Optional<Detector> found = find(new Passage(digits, name)).whole(digits.length());
    // A number loses the zeros that an identifier begins with: only a name tells that there were.
    for (int zeros = 1; zeros <= LOST_ZEROS_MAX && found.isEmpty() && !name.isEmpty(); zeros++) {
      String padded = "0".repeat(zeros) + digits;
      found = find(new Passage(padded, name)).whole(padded.length());
    }
    return found;
  }

  private Findings find(Passage passage) {
    Findings findings = new Findings();
    if (kinds != 0) {
      new TextWalk(passage, Triggers.ALL, kinds, findings).walk();
    }
    own.forEach(detector -> detector.scan(passage, findings));
    return findings;
  }

  /** The digits of a number spelled with a point or an exponent; empty if it is not whole. */
  private static String wholeDigits(String spelling) {
    BigDecimal number = new BigDecimal(spelling).stripTrailingZeros();
    boolean fits = number.precision() - (long) number.scale() <= Triggers.DIGITS_MAX;
    return number.scale() <= 0 && fits ? number.toPlainString() : "";
  }
}
