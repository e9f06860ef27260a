package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;

import java.util.List;

/** Identifiers of South Africa and Australia. */
final class SouthernLands {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("za-id", SouthernLands::isSouthAfrican)
              .telling("000000 0000 000", "000000 0000 00 0")
              .plain("0000000000000")
              .near(
                  "sa id, rsa id, said, id number, id no, identity number, identity no,"
                      + " identity document, south african id*, national id*, id nommer"),
          Identifier.named("au-tfn", SouthernLands::isTaxFile)
              .plain("000000000", "000 000 000", "00000000", "00 000 000")
              .near("tfn, tfns, tax file*, taxfile*"),
          Identifier.named("au-medicare", SouthernLands::isMedicare)
              .telling("0000 00000 0")
              .plain("0000000000", "0000 00000 0 0", "00000000000", "0000 00000 0/0")
              .near("medicare*"));

  private SouthernLands() {}

  /**
   * A South African identity number: date of birth, serial, citizenship, Luhn.
   *
   * <p>Source: Department of Home Affairs, Identification Act 68 of 1997, regulations.
   */
  private static boolean isSouthAfrican(String digits) {
    return Dates.hasDay(digits, 2, 4) && digits.charAt(10) <= '2' && CheckDigits.isLuhn(digits);
  }

  /**
   * A tax file number of nine digits, or of eight as issued earlier: modulus 11.
   *
   * <p>Source: Australian Taxation Office, "TFN algorithm", in its specifications for payers'
   * reports.
   */
  private static boolean isTaxFile(String digits) {
    int sum =
        digits.length() == 9
            ? weighted(digits, 1, 4, 3, 7, 5, 8, 6, 9, 10)
            : weighted(digits, 10, 7, 8, 4, 6, 3, 5, 1);
    return sum % 11 == 0 && !CheckDigits.isOneDigit(digits);
  }

  /**
   * A Medicare card number: eight digits, a check digit, the issue, and for a person one more.
   *
   * <p>Source: Services Australia, "Medicare card number check digit" (NEHTA/HL7 AU base profile).
   */
  private static boolean isMedicare(String digits) {
    int check = weighted(digits, 1, 3, 7, 9, 1, 3, 7, 9) % 10;
    return digits.charAt(0) >= '2'
        && digits.charAt(0) <= '6'
        && digits.charAt(9) != '0'
        && check == digit(digits, 8);
  }
}
