package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;

import java.util.List;

/** Identifiers of Germany, Austria and Switzerland. */
final class GermanSpeaking {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("de-tax-id", GermanSpeaking::isTaxId)
              .telling("00 000 000 000")
              .plain("00000000000", "00 000 000 000", "000 000 000 00")
              .near(
                  "steuer id*, steuerid*, steuernummer*, steueridentifikation*, idnr, id nr, tin,"
                      + " tax id*, taxid*, tax number, tax identification*, steuerliche*"),
          Identifier.named("de-social-security", GermanSpeaking::isPensionInsurance)
              .telling("00000000A000", "00 000000 A 000", "00 000000 A000")
              .near(
                  "sozialversicherung*, rentenversicherung*, sv nummer, svnr, sv nr, rvnr,"
                      + " versicherungsnummer*, social security*, pension insurance*"),
          Identifier.named("at-svnr", GermanSpeaking::isAustrianInsurance)
              .telling("0000 000000")
              .plain("0000000000", "0000 00 00 00")
              .near(
                  "svnr, sv nr, sv nummer, sozialversicherung*, versicherungsnummer*,"
                      + " social security*, social insurance*, vsnr, ecard, e card"),
          // No country of GS1 has 756, so that no article's number is spelled so.
          Identifier.named("ch-ahv", GermanSpeaking::isOldAgeInsurance)
              .telling("000.0000.0000.00", "0000000000000")
              .plain("000 0000 0000 00")
              .near(
                  "ahv*, avs, oasi, navs, sozialversicherung*, assurance sociale, social"
                      + " security*"));

  private GermanSpeaking() {}

  /**
   * A tax identification number: of the first ten digits exactly one stands twice or three times,
   * and not three times in a row; then ISO/IEC 7064 MOD 11,10.
   *
   * <p>Source: Bundeszentralamt für Steuern, "Informationen zur steuerlichen
   * Identifikationsnummer"; Steueridentifikationsnummerverordnung § 1.
   */
  private static boolean isTaxId(String digits) {
    int[] times = new int[10];
    boolean inRow = false;
    for (int i = 0; i < 10; i++) {
      times[digit(digits, i)]++;
      inRow |=
          i >= 2
              && digits.charAt(i) == digits.charAt(i - 1)
              && digits.charAt(i) == digits.charAt(i - 2);
    }
    int repeated = 0;
    for (int count : times) {
      if (count > 3) {
        return false;
      }
      repeated += count >= 2 ? 1 : 0;
    }
    return digits.charAt(0) != '0' && repeated == 1 && !inRow && CheckDigits.isMod11And10(digits);
  }

  /**
   * An insurance number of the pension insurance: area, date of birth, initial, serial, and a check
   * digit over the sums of digits of weighted places, the letter counting as two digits.
   *
   * <p>Source: Verordnung über die Versicherungsnummer (VKVV) § 2 and annex.
   */
  private static boolean isPensionInsurance(String number) {
    if (!Dates.hasDay(number, 4, 2)) {
      return false;
    }
    int letter = number.charAt(8) - 'A' + 1;
    String digits =
        number.substring(0, 8) + (letter / 10) + (letter % 10) + number.substring(9, 11);
    int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int weighed = digit(digits, i) * weights[i];
      sum += weighed / 10 + weighed % 10;
    }
    return sum % 10 == digit(number, 11);
  }

  /**
   * An Austrian insurance number: serial, check digit by modulus 11, date of birth, whose month is
   * 13 and more where a day has run out of serials.
   *
   * <p>Source: Dachverband der Sozialversicherungsträger, "Die Versicherungsnummer"; ASVG § 30c.
   */
  private static boolean isAustrianInsurance(String digits) {
    int month = Dates.two(digits, 6);
    int day = Dates.two(digits, 4);
    boolean dated = (month > 12 && month <= 15) ? day >= 1 && day <= 31 : Dates.isDay(month, day);
    int check = weighted(digits, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11;
    return dated && digits.charAt(0) != '0' && check == digit(digits, 3);
  }

  /**
   * A Swiss AHV number of thirteen digits: 756 and the check digit of EAN-13.
   *
   * <p>Source: Zentrale Ausgleichsstelle, "Die AHV-Nummer (AHVN13)"; AHVV Art. 133.
   */
  private static boolean isOldAgeInsurance(String digits) {
    int sum = weighted(digits, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3);
    return digits.startsWith("756") && (10 - sum % 10) % 10 == digit(digits, 12);
  }
}
