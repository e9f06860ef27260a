package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;

import java.util.List;
import java.util.Set;

/** Identifiers of the United Kingdom and Ireland. */
final class BritainAndIreland {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("uk-nino", BritainAndIreland::isNationalInsurance)
              .telling("AA000000A", "AA 00 00 00 A")
              .plain("AA 000000 A", "AA000000 A", "AA 000000A", "AA 000 000 A")
              .near("nino, ninos, ni, national insurance*, nationalinsurance*, nat ins"),
          // Telephone numbers of America are grouped alike.
          Identifier.named("uk-nhs", BritainAndIreland::isHealthService)
              .plain("0000000000", "000 000 0000")
              .near("nhs, national health*, patient no, patient number, patient id"),
          Identifier.named("uk-driving-licence", BritainAndIreland::isDrivingLicence)
              .plain("#####000000###AA", "##### 000000 ###AA", "##### 000000 ##0AA")
              .near(
                  "driving lic*, driver lic*, drivers lic*, driver s lic*, dvla, licence*,"
                      + " license*"),
          Identifier.named("ie-pps", BritainAndIreland::isPublicService)
              .plain("0000000A", "0000000AA")
              .near("pps, ppsn, ppsns, personal public service*, psp, uimhir psp"));

  private static final Set<String> PREFIXES_UNUSED =
      Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ");

  private static final String PPS_CHECK = "WABCDEFGHIJKLMNOPQRSTUV";

  private BritainAndIreland() {}

  /**
   * A National Insurance number; it has no check digit.
   *
   * <p>Source: HMRC, National Insurance Manual NIM39110.
   */
  private static boolean isNationalInsurance(String number) {
    char first = number.charAt(0);
    char second = number.charAt(1);
    return "DFIQUV".indexOf(first) < 0
        && "DFIOQUV".indexOf(second) < 0
        && !PREFIXES_UNUSED.contains(number.substring(0, 2))
        && number.charAt(8) <= 'D';
  }

  /**
   * An NHS number: modulus 11 with the weights 10 to 2.
   *
   * <p>Source: NHS Data Dictionary, attribute "NHS Number".
   */
  private static boolean isHealthService(String digits) {
    int check = 11 - weighted(digits, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return check % 11 == digit(digits, 9) && !CheckDigits.isOneDigit(digits);
  }

  /**
   * A driver number of Great Britain: five characters of the surname, date of birth with the month
   * of women raised by 50, initials, a digit and two letters. Its check letters are not published.
   *
   * <p>Source: DVLA, INF45/1 "Driver number".
   */
  private static boolean isDrivingLicence(String number) {
    boolean nines = false;
    for (int i = 0; i < 5; i++) {
      boolean nine = number.charAt(i) == '9';
      boolean letter = number.charAt(i) >= 'A';
      if (!(nine || (letter && !nines))) {
        return false;
      }
      nines = nine;
    }
    int month = Dates.two(number, 6) % 50;
    boolean named = number.charAt(0) >= 'A' && number.charAt(11) >= 'A';
    boolean initialed = number.charAt(12) >= 'A' || number.charAt(12) == '9';
    return named
        && initialed
        && number.charAt(5) <= '9'
        && Dates.isDay(month, Dates.two(number, 8));
  }

  /**
   * A personal public service number: modulus 23 with the weights 8 to 2, and 9 for a second letter
   * A, B or H; W, T and X of earlier spouses' numbers do not count.
   *
   * <p>Source: Department of Social Protection, "PPS number: validation"; Revenue Commissioners,
   * "PPSN check character".
   */
  private static boolean isPublicService(String number) {
    int sum = weighted(number, 8, 7, 6, 5, 4, 3, 2);
    if (number.length() == 9) {
      char second = number.charAt(8);
      if ("ABHWTX".indexOf(second) < 0) {
        return false;
      }
      sum += "ABH".indexOf(second) < 0 ? 0 : 9 * (second - 'A' + 1);
    }
    return PPS_CHECK.charAt(sum % 23) == number.charAt(7);
  }
}
