package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.number;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;
import static dev.gatehouse.policies.detect.id.Dates.two;

import java.util.List;

/** Identifiers of Sweden, Norway, Denmark and Finland. */
final class Nordic {
  static final List<Identifier> ALL =
      List.of(
          // Date and time joined by a dash are spelled alike.
          Identifier.named("se-personnummer", Nordic::isSwedish)
              .telling("000000-0000", "000000+0000", "00000000-0000", "00000000+0000")
              .plain("0000000000", "000000000000")
              .near(
                  "personnummer*, personnr*, person nr, pnr, samordningsnummer*, personal number,"
                      + " personal identity*, personal id*",
                  Nordic::isNoTimeStamp),
          Identifier.named("no-fodselsnummer", Nordic::isNorwegian)
              .telling("00000000000", "000000 00000")
              .near("fodselsnummer*, fnr, personnummer*, d nummer, birth number, national id*"),
          Identifier.named("dk-cpr", Nordic::isDanish)
              .plain("0000000000", "000000-0000")
              .near("cpr*, personnummer*, civil registration*, personal id*, person nr"),
          Identifier.named("fi-hetu", Nordic::isFinnish)
              .telling("000000-000#", "000000+000#", "000000A000#")
              .near("hetu, henkilotunnus*, personbeteckning*, sotu, personal identity*"));

  private static final String HETU_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY";

  private Nordic() {}

  /**
   * A personal or co-ordination number (day raised by 60): Luhn over the last ten digits.
   *
   * <p>Source: Skatteverket, SKV 704 "Personnummer" and SKV 707 "Samordningsnummer".
   */
  private static boolean isSwedish(String number) {
    String ten = number.substring(number.length() - 10);
    int day = two(ten, 4);
    boolean century = number.length() == 10 || (two(number, 0) >= 18 && two(number, 0) <= 20);
    return century
        && Dates.isDay(two(ten, 2), day > 60 ? day - 60 : day)
        && number(ten, 6, 9) > 0
        && CheckDigits.isLuhn(ten);
  }

  private static boolean isNoTimeStamp(String number) {
    int year = number.length() - 10;
    return (number.length() == 12 && !number.startsWith("20"))
        || !Dates.isTimeStamp(number, year, year + 6);
  }

  /**
   * A birth number, or a D-number (day raised by 40), or one for testing (month raised by 40, 65 or
   * 80): two check digits by modulus 11.
   *
   * <p>Source: Skatteetaten, "Fødselsnummer" and "Fødselsnummer fra 2032"; the rule until 2032.
   */
  private static boolean isNorwegian(String digits) {
    int day = two(digits, 0);
    int month = two(digits, 2);
    int plain = month > 80 ? month - 80 : month > 65 ? month - 65 : month > 40 ? month - 40 : month;
    int first = 11 - weighted(digits, 3, 7, 6, 1, 8, 9, 4, 5, 2) % 11;
    int second = 11 - weighted(digits, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return Dates.isDay(plain, day > 40 ? day - 40 : day)
        && first % 11 == digit(digits, 9)
        && second % 11 == digit(digits, 10);
  }

  /**
   * A CPR number: a date and four digits, without a check since 2007.
   *
   * <p>Source: CPR-kontoret, "Personnumre uden kontrolciffer (modulus 11 kontrol)". Days raised by
   * 60 are those of administrative numbers.
   */
  private static boolean isDanish(String digits) {
    int day = two(digits, 0);
    return Dates.isDay(two(digits, 2), day > 60 ? day - 60 : day);
  }

  /**
   * A personal identity code: a date, a sign of the century, a serial, and a check character, which
   * is the number without the sign modulo 31.
   *
   * <p>Source: Digi- ja väestötietovirasto, "The personal identity code"; Valtioneuvoston asetus
   * 128/2010, changed by 690/2022 (further signs).
   */
  private static boolean isFinnish(String code) {
    boolean signed = code.length() == 11;
    if (signed && "ABCDEFYXWVU".indexOf(code.charAt(6)) < 0) {
      return false;
    }
    String digits = signed ? code.substring(0, 6) + code.substring(7) : code;
    char check = HETU_CHECK.charAt((int) (number(digits, 0, 9) % 31));
    return Dates.hasDay(digits, 2, 0) && number(digits, 6, 9) >= 2 && check == digits.charAt(9);
  }
}
