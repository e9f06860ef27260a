package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.number;
import static dev.gatehouse.policies.detect.id.Dates.two;

import java.util.List;
import java.util.Set;

/** Identifiers of the United States, Canada and Mexico. */
final class NorthAmerica {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("us-ssn", NorthAmerica::isSocialSecurity)
              .telling("000-00-0000")
              .plain("000000000")
              .near(
                  "ssn, ssns, social security*, soc sec*, socialsecurity*, social, tin, taxpayer*"),
          Identifier.named("us-itin", NorthAmerica::isTaxpayer)
              .telling("000-00-0000")
              .plain("000000000")
              .near("itin, itins, tin, taxpayer*, tax id*, individual taxpayer*"),
          // The check is Luhn's alone, and digits in threes are also thousands.
          Identifier.named("ca-sin", NorthAmerica::isSocialInsurance)
              .plain("000000000", "000 000 000")
              .near("sin, sins, nas, social insurance*, assurance sociale, socialinsurance*"),
          Identifier.named("mx-curp", NorthAmerica::isPopulationRegistry)
              .telling("AAAA000000AAAAAA#0")
              .near("curp, clave unica*"));

  private static final String CURP_VALUES = "0123456789ABCDEFGHIJKLMN_OPQRSTUVWXYZ";

  private static final Set<String> MEXICAN_STATES =
      Set.of(
          ("AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL"
                  + " TS VZ YN ZS")
              .split(" "));

  private NorthAmerica() {}

  /**
   * A Social Security number; it has no check digit.
   *
   * <p>Source: SSA, Program Operations Manual RM 10201.035 "Invalid Social Security Numbers".
   */
  private static boolean isSocialSecurity(String digits) {
    long area = number(digits, 0, 3);
    boolean assigned = area > 0 && area != 666 && area < 900;
    return assigned && two(digits, 3) > 0 && number(digits, 5, 9) > 0;
  }

  /**
   * A taxpayer number of who has no Social Security number; it has no check digit.
   *
   * <p>Source: IRS, Internal Revenue Manual 3.21.263.
   */
  private static boolean isTaxpayer(String digits) {
    int group = two(digits, 3);
    boolean issued = group >= 50 && group != 66 && group != 67 && group != 68 && group != 69;
    return digits.charAt(0) == '9' && issued && group != 89 && group != 93;
  }

  /**
   * A Social Insurance number: Luhn. No number begins with 0 but those of examples.
   *
   * <p>Source: Employment and Social Development Canada, "Social Insurance Number: Code of
   * Practice".
   */
  private static boolean isSocialInsurance(String digits) {
    return !CheckDigits.isOneDigit(digits) && CheckDigits.isLuhn(digits);
  }

  /**
   * A CURP: four letters of the name, date, sex, state, three consonants, and a check digit over
   * values from 0 to 36, in which Ñ has a place.
   *
   * <p>Source: RENAPO, "Instructivo normativo para la asignación de la Clave Única de Registro de
   * Población" (Diario Oficial, 18 October 2021).
   */
  private static boolean isPopulationRegistry(String curp) {
    boolean sexed = "HMX".indexOf(curp.charAt(10)) >= 0;
    if (!sexed || !Dates.hasDay(curp, 6, 8) || !MEXICAN_STATES.contains(curp.substring(11, 13))) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += CURP_VALUES.indexOf(curp.charAt(i)) * (18 - i);
    }
    return (10 - sum % 10) % 10 == curp.charAt(17) - '0';
  }
}
