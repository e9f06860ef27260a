package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.CheckDigits;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A check digit that a number of a policy's own kind must have.
 *
 * <p>Source: ISO/IEC 7812-1 annex B, ISO/IEC 7064, J. Verhoeff (1969).
 */
public enum Check {
  LUHN("luhn"),
  /** With letters as numbers from ten, the check digits last. */
  MOD97("mod97"),
  MOD11_10("mod11-10"),
  VERHOEFF("verhoeff");

  private final String label;

  Check(String label) {
    this.label = label;
  }

  /** The check with this name in policies. */
  public static Optional<Check> labelled(String label) {
    return Arrays.stream(values()).filter(check -> check.label.equals(label)).findFirst();
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(check -> check.label).toList();
  }

  /** Whether the letters and digits of a value, whatever stands between them, have it. */
  boolean holds(String value) {
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (digit || (this == MOD97 && KeyCharacters.isAlphanumeric(c))) {
        plain.append(c);
      }
    }
    String digits = plain.toString();
    if (digits.length() < 2) {
      return false;
    }
    return switch (this) {
      case LUHN -> CheckDigits.isLuhn(digits);
      case MOD97 -> remainder(digits) == 1;
      case MOD11_10 -> CheckDigits.isMod11And10(digits);
      case VERHOEFF -> CheckDigits.isVerhoeff(digits);
    };
  }

  private static int remainder(String plain) {
    int remainder = 0;
    for (int i = 0; i < plain.length(); i++) {
      int value = Character.digit(plain.charAt(i), 36);
      remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
    }
    return remainder;
  }
}
