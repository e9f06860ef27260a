package dev.gatehouse.policies.detect;

/**
 * Tells the number of a payment card from any other row of digits.
 *
 * <p>Source: ISO/IEC 7812-1 (check digit, annex B) and the published ranges of the issuers.
 */
final class PaymentCards {
  static final int DIGITS_MIN = 13;
  static final int DIGITS_MAX = 19;

  private PaymentCards() {}

  /** Whether the first so many of these ASCII digits are a card's number. */
  static boolean isNumber(char[] digits, int length) {
    return length >= DIGITS_MIN
        && length <= DIGITS_MAX
        && isIssued(digits, length)
        && hasCheckDigit(digits, length);
  }

  private static boolean hasCheckDigit(char[] digits, int length) {
    int sum = 0;
    boolean doubled = false;
    for (int i = length - 1; i >= 0; i--) {
      int digit = digits[i] - '0';
      int weighed = doubled ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
      doubled = !doubled;
    }
    return sum % 10 == 0;
  }

  private static boolean isIssued(char[] digits, int length) {
    int six = 0;
    for (int i = 0; i < 6; i++) {
      six = six * 10 + (digits[i] - '0');
    }
    return switch (digits[0]) {
      case '2' -> isIssuedWith2(six / 100, length);
      case '3' -> isIssuedWith3(six / 100, length);
      case '4' -> length == 16 || length == 13 || length == 19;
      case '5' -> isIssuedWith5(six, length);
      case '6' -> isIssuedWith6(six / 100, length);
      // UnionPay's second range; Troy.
      case '8' -> six / 100 >= 8100 && six / 100 <= 8171 && length >= 16;
      case '9' -> six / 100 == 9792 && length == 16;
      default -> false;
    };
  }

  private static boolean isIssuedWith2(int four, int length) {
    // Mastercard's second range, and Mir.
    return length == 16 && four >= 2200 && four <= 2720 && (four <= 2204 || four >= 2221);
  }

  private static boolean isIssuedWith3(int four, int length) {
    int two = four / 100;
    if (two == 34 || two == 37) {
      return length == 15;
    }
    if (four >= 3528 && four <= 3589) {
      return length >= 16;
    }
    boolean diners = (four >= 3000 && four <= 3059) || four / 10 == 309 || two == 38 || two == 39;
    return two == 36 ? length >= 14 : diners && (length == 14 || length == 16);
  }

  private static boolean isIssuedWith5(int six, int length) {
    int two = six / 10_000;
    if (two >= 51 && two <= 55) {
      return length == 16;
    }
    int four = six / 100;
    // Maestro; Verve; RuPay.
    boolean maestro = four == 5018 || four == 5020 || four == 5038 || four == 5612 || four == 5893;
    boolean verve = six >= 506_099 && six <= 506_198;
    boolean rupay = four / 10 == 508 && length == 16;
    return maestro || (verve && (length == 16 || length == 18 || length == 19)) || rupay;
  }

  private static boolean isIssuedWith6(int four, int length) {
    int two = four / 100;
    // Discover and UnionPay share 62; Maestro is issued with 13 digits too.
    boolean discover = four == 6011 || two == 65 || (four >= 6440 && four <= 6499);
    boolean unionPay = two == 62;
    boolean rupay = two == 60 && length == 16;
    boolean maestro = four == 6304 || four == 6390 || (four >= 6759 && four <= 6763) || two == 67;
    return maestro || rupay || ((discover || unionPay) && length >= 16);
  }
}
