package dev.gatehouse.policies.detect.corpus;

import java.math.BigInteger;
import java.util.Random;

/** Check digits of values that are made, by arithmetic of large numbers and by formulas. */
final class Checks {
  private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
  private static final String VERHOEFF_PERMUTATION = "1576283094";

  private Checks() {}

  /** What a digit or a letter counts: letters from ten on. */
  static int value(int character) {
    return Character.digit(character, 36);
  }

  /** So many random digits. */
  static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder(count);
    random.ints(count, 0, 10).forEach(digits::append);
    return digits.toString();
  }

  /** A number of so many digits, with zeros in front. */
  static String padded(long number, int digits) {
    String plain = Long.toString(number);
    return "0".repeat(Math.max(0, digits - plain.length())) + plain;
  }

  /** A number from the first to the last, with zeros in front. */
  static String between(Random random, int first, int last, int digits) {
    return padded(first + random.nextInt(last - first + 1), digits);
  }

  /** The sum of digits, each times its weight, from the left. */
  static int weighted(String digits, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += value(digits.charAt(i)) * weights[i];
    }
    return sum;
  }

  /** These digits and the one of Luhn that makes them right. */
  static String withLuhn(String digits) {
    int sum = 0;
    boolean doubled = true;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int value = value(digits.charAt(i)) * (doubled ? 2 : 1);
      sum += value / 10 + value % 10;
      doubled = !doubled;
    }
    return digits + (1000 - sum) % 10;
  }

  /** The remainder by 97 of letters and digits, letters counting from ten. */
  static int remainder97(String characters) {
    StringBuilder digits = new StringBuilder();
    characters.chars().forEach(c -> digits.append(value(c)));
    return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue();
  }

  /** These digits and the one of ISO 7064, MOD 11,10. */
  static String withMod1110(String digits) {
    for (int check = 0; check <= 9; check++) {
      int product = 10;
      for (int i = 0; i < digits.length(); i++) {
        int sum = (value(digits.charAt(i)) + product) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
      }
      if ((product + check) % 10 == 1) {
        return digits + check;
      }
    }
    throw new AssertionError(digits);
  }

  /** These digits and the one of Verhoeff, from the rules of the dihedral group. */
  static String withVerhoeff(String digits) {
    for (int check = 0; check <= 9; check++) {
      int state = 0;
      String all = digits + check;
      for (int i = 0; i < all.length(); i++) {
        int digit = value(all.charAt(all.length() - 1 - i));
        for (int turn = 0; turn < i % 8; turn++) {
          digit = value(VERHOEFF_PERMUTATION.charAt(digit));
        }
        state = product(state, digit);
      }
      if (state == 0) {
        return all;
      }
    }
    throw new AssertionError(digits);
  }

  /** Rotations are below five, reflections from five on. */
  private static int product(int one, int other) {
    int turned = one < 5 ? one + other % 5 : one - other % 5 + 5;
    boolean reflected = (one < 5) != (other < 5);
    return turned % 5 + (reflected ? 5 : 0);
  }
}
