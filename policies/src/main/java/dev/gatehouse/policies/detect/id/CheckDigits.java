package dev.gatehouse.policies.detect.id;

/**
 * Check digits that several countries use, over texts of ASCII digits.
 *
 * <p>Source: ISO/IEC 7812-1 annex B (Luhn), ISO/IEC 7064 (pure MOD 97-10, MOD 11-2; hybrid MOD
 * 11,10), J. Verhoeff, "Error Detecting Decimal Codes" (1969).
 */
public final class CheckDigits {
  /** The product of two elements of the dihedral group of order ten. */
  private static final String[] DIHEDRAL = {
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
  };

  private static final int PERMUTATIONS = 8;

  /** What a digit becomes at each place from the end. */
  private static final String[] PERMUTATION = permutations();

  private CheckDigits() {}

  /** The digit at a place. */
  static int digit(String digits, int at) {
    return digits.charAt(at) - '0';
  }

  /** The number that the digits of a range are. At most eighteen. */
  static long number(String digits, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      number = number * 10 + digit(digits, i);
    }
    return number;
  }

  /** The sum of the first digits, each times its weight. */
  static int weighted(String digits, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += digit(digits, i) * weights[i];
    }
    return sum;
  }

  /** Whether the last digit is the check digit of Luhn. */
  public static boolean isLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digit(digits, digits.length() - 1 - i);
      int weighed = i % 2 == 0 ? digit : digit * 2;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }

  /** Whether the last digit is the check digit of Verhoeff. */
  public static boolean isVerhoeff(String digits) {
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digit(digits, digits.length() - 1 - i);
      check = digit(DIHEDRAL[check], digit(PERMUTATION[i % PERMUTATIONS], digit));
    }
    return check == 0;
  }

  /** ISO/IEC 7064, hybrid system MOD 11,10. */
  public static boolean isMod11And10(String digits) {
    int product = 10;
    for (int i = 0; i < digits.length() - 1; i++) {
      int sum = (product + digit(digits, i)) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (product + digit(digits, digits.length() - 1)) % 10 == 1;
  }

  /** ISO/IEC 7064, pure system MOD 11-2: the last may be an {@code X} for ten. */
  static boolean isMod11And2(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length() - 1; i++) {
      sum = (sum + digit(digits, i)) * 2 % 11;
    }
    char last = digits.charAt(digits.length() - 1);
    return (sum + (last == 'X' ? 10 : last - '0')) % 11 == 1;
  }

  /** Whether all characters are the same: such rows pass many checks and are nobody's. */
  static boolean isOneDigit(String digits) {
    return digits.chars().allMatch(c -> c == digits.charAt(0));
  }

  private static String[] permutations() {
    String step = "1576283094";
    String[] all = new String[PERMUTATIONS];
    all[0] = "0123456789";
    for (int i = 1; i < PERMUTATIONS; i++) {
      StringBuilder next = new StringBuilder();
      for (int digit = 0; digit < 10; digit++) {
        next.append(step.charAt(all[i - 1].charAt(digit) - '0'));
      }
      all[i] = next.toString();
    }
    return all;
  }
}
