package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.number;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;
import static dev.gatehouse.policies.detect.id.Dates.two;

import java.util.List;

/** Identifiers of the Netherlands and Belgium. */
final class Benelux {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("nl-bsn", Benelux::isCitizenService)
              .plain("000000000", "000.000.000", "0000.00.000", "0000 00 000")
              .near(
                  "bsn, bsns, bsnr, burgerservice*, sofi*, burger service*, citizen service*,"
                      + " bsnnummer*"),
          Identifier.named("be-national-number", Benelux::isNationalNumber)
              .telling("00.00.00-000.00", "00000000000", "000000-000-00", "00.00.00-000-00")
              .plain("000000 000 00", "00 00 00 000 00")
              .near(
                  "rijksregister*, registre national, national number, insz, niss, rrn,"
                      + " numero national, rijksregisternummer*, national register*, bis nummer,"
                      + " nationaal nummer"));

  private Benelux() {}

  /**
   * A citizen service number: the eleven test, by the weights 9 to 2 and −1.
   *
   * <p>Source: Rijksdienst voor Identiteitsgegevens, Logisch Ontwerp BSN, "elfproef".
   */
  private static boolean isCitizenService(String digits) {
    return weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0
        && !CheckDigits.isOneDigit(digits);
  }

  /**
   * A national register number, or a BIS number (month raised by 20 or 40): 97 less the number
   * modulo 97, with a 2 before it for those born since 2000.
   *
   * <p>Source: Arrêté royal du 3 avril 1984 (numéro d'identification), SPF Intérieur, "IT000 Numéro
   * national".
   */
  private static boolean isNationalNumber(String digits) {
    int month = two(digits, 2) % 20;
    int day = two(digits, 4);
    boolean unknown = month == 0 || day == 0;
    if (two(digits, 2) > 52 || !(unknown ? month <= 12 && day <= 31 : Dates.isDay(month, day))) {
      return false;
    }
    long check = 97 - number(digits, 9, 11);
    long first = number(digits, 0, 9);
    boolean checked = check == first % 97 || check == (2_000_000_000L + first) % 97;
    return checked && check >= 0 && number(digits, 6, 9) > 0;
  }
}
