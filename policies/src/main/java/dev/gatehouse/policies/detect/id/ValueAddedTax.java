package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.number;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;

import java.util.List;

/**
 * VAT identification numbers of the European Union that have a check digit.
 *
 * <p>Source: European Commission, VIES, "algorithms for VAT numbers" (TAXUD/C3), and the tax
 * authorities that it names.
 */
final class ValueAddedTax {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("eu-vat", ValueAddedTax::isVat)
              .telling(
                  "AA00000000",
                  "AA000000000",
                  "AA0000000000",
                  "AA00000000000",
                  "AA000000000000",
                  "ATA00000000",
                  "NL000000000A00",
                  "ES#0000000#",
                  "AA0000000A")
              .plain(
                  "AA 000000000",
                  "AA 0000000000",
                  "AA 00000000000",
                  "AA 000 000 000",
                  "AA 00 000 000 000",
                  "AA 00 000000000",
                  "AA 0000 000 000")
              .near(
                  "vat*, u st id*, ust id*, ustid*, uid*, tva, iva, btw*, moms*, nip, p iva,"
                      + " partita iva, umsatzsteuer*, mwst*, tax id*, nif, kbo*"));

  private static final String SPANISH_CONTROL = "JABCDEFGHI";

  private ValueAddedTax() {}

  private static boolean isVat(String vat) {
    String digits = vat.substring(2);
    int length = digits.length();
    return switch (vat.substring(0, 2)) {
      case "AT" -> length == 9 && digits.charAt(0) == 'U' && isAustrian(digits.substring(1));
      case "BE" -> length == 10 && isBelgian(digits);
      case "DE" -> length == 9 && digits.charAt(0) != '0' && CheckDigits.isMod11And10(digits);
      case "DK" -> length == 8 && weighted(digits, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
      case "EL" -> length == 9 && isGreek(digits);
      case "ES" -> length == 9 && isSpanish(digits);
      case "FI" -> length == 8 && weighted(digits, 7, 9, 10, 5, 8, 4, 2, 1) % 11 == 0;
      case "FR" -> length == 11 && isFrench(digits);
      case "HR" -> length == 11 && CheckDigits.isMod11And10(digits);
      case "IE" -> length == 8 && Identifiers.labelled("ie-pps").accepts(digits);
      case "IT" -> length == 11 && CheckDigits.isLuhn(digits);
      case "LU" -> length == 8 && number(digits, 0, 6) % 89 == number(digits, 6, 8);
      case "NL" -> length == 12 && isDutch(vat);
      case "PL" -> length == 10 && isPolish(digits);
      case "PT" -> length == 9 && isPortuguese(digits);
      case "SE" -> length == 12 && CheckDigits.isLuhn(digits.substring(0, 10));
      default -> false;
    };
  }

  private static boolean isAustrian(String digits) {
    int sum = 4;
    for (int i = 0; i < 7; i++) {
      int weighed = digit(digits, i) * (1 + i % 2);
      sum += weighed / 10 + weighed % 10;
    }
    return (10 - sum % 10) % 10 == digit(digits, 7);
  }

  private static boolean isBelgian(String digits) {
    return digits.charAt(0) <= '1' && 97 - number(digits, 0, 8) % 97 == number(digits, 8, 10);
  }

  private static boolean isGreek(String digits) {
    return weighted(digits, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == digit(digits, 8);
  }

  /** A person's NIF as in a DNI, a foreigner's, or a company's with a digit or letter. */
  private static boolean isSpanish(String nif) {
    char first = nif.charAt(0);
    char last = nif.charAt(8);
    if ("XYZ".indexOf(first) >= 0 || first <= '9') {
      return Identifiers.labelled(first <= '9' ? "es-dni" : "es-nie").accepts(nif);
    }
    int sum = 0;
    for (int i = 1; i < 8; i++) {
      int weighed = digit(nif, i) * (1 + i % 2);
      sum += weighed / 10 + weighed % 10;
    }
    int check = (10 - sum % 10) % 10;
    return "ABCDEFGHJNPQRSUVW".indexOf(first) >= 0
        && (last == '0' + check || last == SPANISH_CONTROL.charAt(check));
  }

  private static boolean isFrench(String digits) {
    long siren = number(digits, 2, 11);
    return number(digits, 0, 2) == (12 + 3 * (siren % 97)) % 97
        && CheckDigits.isLuhn(digits.substring(2));
  }

  /** Of a company by the eleven test, or since 2020 of a person by ISO/IEC 7064 MOD 97-10. */
  private static boolean isDutch(String vat) {
    if (vat.charAt(11) != 'B') {
      return false;
    }
    boolean company = weighted(vat.substring(2), 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
    long remainder = 0;
    for (int i = 0; i < vat.length(); i++) {
      int value = Character.digit(vat.charAt(i), 36);
      remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
    }
    return company || remainder == 1;
  }

  private static boolean isPolish(String digits) {
    return weighted(digits, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digit(digits, 9);
  }

  private static boolean isPortuguese(String digits) {
    return Identifiers.labelled("pt-nif").accepts(digits);
  }
}
