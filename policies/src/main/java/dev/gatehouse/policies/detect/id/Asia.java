package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.number;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;
import static dev.gatehouse.policies.detect.id.Dates.two;

import java.util.List;

/** Identifiers of India, China, Japan, Korea, Singapore and Israel. */
final class Asia {
  static final List<Identifier> ALL =
      List.of(
          // Verhoeff lets one in ten through, and parts of card numbers are grouped alike.
          Identifier.named("in-aadhaar", Asia::isAadhaar)
              .plain("000000000000", "0000 0000 0000")
              .near("aadhaar*, aadhar*, adhar*, uidai, uid, *आधार"),
          Identifier.named("in-pan", Asia::isAccountNumber)
              .telling("AAAAA0000A")
              .near("pan, permanent account*, pancard*, income tax*"),
          Identifier.named("cn-resident-id", Asia::isResident)
              .telling("00000000000000000#")
              .plain("000000 00000000 000#", "000000 0000 0000 000#")
              .near("resident id*, identity card*, id card, shenfenzheng*, *身份证, *公民身份"),
          Identifier.named("jp-my-number", Asia::isMyNumber)
              .plain("000000000000", "0000 0000 0000")
              .near("my number, mynumber*, individual number, kojin bango, *マイナンバー, *個人番号"),
          Identifier.named("kr-rrn", Asia::isKorean)
              .telling("000000-0000000")
              .plain("0000000000000", "000000 0000000")
              .near("rrn, resident registration*, jumin*, *주민등록번호, *주민번호, *외국인등록번호"),
          Identifier.named("sg-nric", Asia::isSingaporean)
              .telling("A0000000A")
              .near("nric, fin, nrics, identity card*, uinfin, singpass"),
          Identifier.named("il-id", Asia::isIsraeli)
              .plain("000000000", "0-0000000-0", "00000000-0")
              .near(
                  "teudat zehut, teudat, zehut, israeli id*, israel id*, tz, t z, *תעודת, *ת\"ז,"
                      + " *ת.ז, *זהות"));

  private static final String CHINESE_PROVINCES =
      "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
          + " 71 81 82 83 91";

  private Asia() {}

  /**
   * An Aadhaar number: twelve digits, no 0 or 1 first, Verhoeff.
   *
   * <p>Source: UIDAI, "A UID Numbering Scheme" (2010).
   */
  private static boolean isAadhaar(String digits) {
    return digits.charAt(0) >= '2' && CheckDigits.isVerhoeff(digits);
  }

  /**
   * A permanent account number: structure alone, since how its last letter is made is not
   * published. The fourth letter is the holder's kind.
   *
   * <p>Source: Income Tax Department, "Permanent Account Number", structure of PAN.
   */
  private static boolean isAccountNumber(String number) {
    return "ABCEFGHJKLPT".indexOf(number.charAt(3)) >= 0 && number(number, 5, 9) > 0;
  }

  /**
   * A resident identity number: place, date of birth, serial, ISO/IEC 7064 MOD 11-2.
   *
   * <p>Source: GB 11643-1999.
   */
  private static boolean isResident(String number) {
    int century = two(number, 6);
    boolean last = number.charAt(17) <= '9' || number.charAt(17) == 'X';
    return last
        && CHINESE_PROVINCES.contains(number.substring(0, 2))
        && (century == 18 || century == 19 || century == 20)
        && Dates.hasDay(number, 10, 12)
        && CheckDigits.isMod11And2(number);
  }

  /**
   * An individual number: a check digit by modulus 11 with the weights 2 to 7 from the right,
   * twice.
   *
   * <p>Source: Ministry of Internal Affairs and Communications Ordinance No. 85 of 2014, article 5.
   */
  private static boolean isMyNumber(String digits) {
    int remainder = weighted(digits, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    int check = remainder <= 1 ? 0 : 11 - remainder;
    return check == digit(digits, 11) && !CheckDigits.isOneDigit(digits);
  }

  /**
   * A resident registration number, of citizens or (sex 5 to 8) foreigners. Those issued since
   * October 2020 have no check digit and are found only where this check happens to hold.
   *
   * <p>Source: 주민등록법 시행규칙 제2조; Ministry of the Interior and Safety on the change of 2020.
   */
  private static boolean isKorean(String digits) {
    int sum = weighted(digits, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
    boolean foreign = digits.charAt(6) >= '5' && digits.charAt(6) <= '8';
    int check = (foreign ? 13 : 11) - sum % 11;
    return Dates.hasDay(digits, 2, 4) && check % 10 == digit(digits, 12);
  }

  /**
   * An NRIC or FIN: weights 2, 7, 6, 5, 4, 3, 2, an offset by the first letter, and a letter.
   *
   * <p>Source: Immigration and Checkpoints Authority; the check letters are not published and were
   * read from numbers, those of M from the series of 2022.
   */
  private static boolean isSingaporean(String number) {
    int sum = weighted("0" + number.substring(1), 0, 2, 7, 6, 5, 4, 3, 2);
    char check = number.charAt(8);
    return switch (number.charAt(0)) {
      case 'S' -> "JZIHGFEDCBA".charAt(sum % 11) == check;
      case 'T' -> "JZIHGFEDCBA".charAt((sum + 4) % 11) == check;
      case 'F' -> "XWUTRQPNMLK".charAt(sum % 11) == check;
      case 'G' -> "XWUTRQPNMLK".charAt((sum + 4) % 11) == check;
      case 'M' -> "XWUTRQPNJLK".charAt((sum + 3) % 11) == check;
      default -> false;
    };
  }

  /**
   * An identity number of nine digits: Luhn.
   *
   * <p>Source: Population and Immigration Authority, "ספרת ביקורת"; Central Bureau of Statistics.
   */
  private static boolean isIsraeli(String digits) {
    return !CheckDigits.isOneDigit(digits) && CheckDigits.isLuhn(digits);
  }
}
