package dev.gatehouse.policies.detect;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for several kinds of data in a text at once.
 *
 * <p>Guarantee: immutable; linear in the length of the text.
 */
public final class Detection {
  /** Longer spellings of a number are no card number, and may be costly to expand. */
  private static final int NUMBER_CHARACTERS_MAX = 40;

  private final EnumSet<Detector> detectors;

  private Detection(EnumSet<Detector> detectors) {
    this.detectors = detectors;
  }

  /** Looks for what these detectors find. */
  public static Detection of(Set<Detector> detectors) {
    return new Detection(
        detectors.isEmpty() ? EnumSet.noneOf(Detector.class) : EnumSet.copyOf(detectors));
  }

  /** Whether this looks for nothing. */
  public boolean isEmpty() {
    return detectors.isEmpty();
  }

  /** What this looks for. */
  public Set<Detector> detectors() {
    return EnumSet.copyOf(detectors);
  }

  /** What this or the other looks for. */
  public Detection and(Detection other) {
    EnumSet<Detector> both = EnumSet.copyOf(detectors);
    both.addAll(other.detectors);
    return new Detection(both);
  }

  /** What is found in a text: in order, without overlap. */
  public List<Finding> inText(String text) {
    if (text.length() < Detector.CHARACTERS_MIN) {
      return List.of();
    }
    Folded folded = Folded.of(text);
    Findings findings = new Findings();
    for (Detector detector : detectors) {
      if (!folded.mayHold(detector)) {
        continue;
      }
      switch (detector) {
        case PAYMENT_CARD -> new PaymentCardScanner(folded.text(), findings).scan();
        case EMAIL -> new EmailScanner(folded.text(), findings).scan();
        case IBAN -> new IbanScanner(folded.text(), findings).scan();
        case CLOUD_KEY -> new CloudKeyScanner(folded.text(), findings).scan();
      }
    }
    return findings.in(folded);
  }

  /** Whether a JSON number, as it is spelled, is a payment card's number. */
  public boolean isInNumber(String spelling) {
    if (!detectors.contains(Detector.PAYMENT_CARD)
        || spelling.length() < PaymentCards.DIGITS_MIN
        || spelling.length() > NUMBER_CHARACTERS_MAX) {
      return false;
    }
    String digits = spelling.startsWith("-") ? spelling.substring(1) : spelling;
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      digits = wholeDigits(digits);
    }
    return PaymentCards.isNumber(digits.toCharArray(), digits.length());
  }

  /** The digits of a number spelled with a point or an exponent; empty if it is not whole. */
  private static String wholeDigits(String spelling) {
    BigDecimal number = new BigDecimal(spelling).stripTrailingZeros();
    boolean fits = number.precision() - (long) number.scale() <= PaymentCards.DIGITS_MAX;
    return number.scale() <= 0 && fits ? number.toPlainString() : "";
  }
}
