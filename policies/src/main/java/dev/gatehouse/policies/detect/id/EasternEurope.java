package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.number;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;
import static dev.gatehouse.policies.detect.id.Dates.two;

import java.util.List;

/** Identifiers of Poland, Czechia, Slovakia, Romania and Turkey. */
final class EasternEurope {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("pl-pesel", EasternEurope::isPesel)
              .plain("00000000000", "000000 00000", "000000-00000")
              .near("pesel*, numer ewidencyjny, national id*"),
          Identifier.named("cz-rodne-cislo", EasternEurope::isBirthNumber)
              .telling("000000/0000")
              .plain("0000000000", "000000 0000")
              .near("rodne cislo, rodneho cisla, rodnym cislem, rodnecislo, rc, r c, birth number"),
          Identifier.named("ro-cnp", EasternEurope::isRomanian)
              .plain("0000000000000", "0 000000 000000", "0 000000 00 000 0")
              .near("cnp*, cod numeric*, personal numeric*, codnumeric*"),
          Identifier.named("tr-kimlik", EasternEurope::isTurkish)
              .plain("00000000000", "000 000 000 00")
              .near(
                  "tckn, tc kimlik*, t c kimlik*, kimlik*, tc no, tcno, vatandaslik*,"
                      + " turkish id*, turkish identification*"));

  private EasternEurope() {}

  /**
   * A PESEL: a date with the century in the month, a serial, and a check digit by modulus 10.
   *
   * <p>Source: Ustawa z dnia 24 września 2010 r. o ewidencji ludności, art. 15; gov.pl, "Czym jest
   * numer PESEL".
   */
  private static boolean isPesel(String digits) {
    int check = 10 - weighted(digits, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10;
    return Dates.isDay(two(digits, 2) % 20, two(digits, 4)) && check % 10 == digit(digits, 10);
  }

  /**
   * A birth number of Czechia or Slovakia: a date with the month of women raised by 50 (or by 20 or
   * 70 where serials ran out), divisible by 11; until 1985 a remainder of 10 was written as 0.
   *
   * <p>Source: zákon č. 133/2000 Sb. § 13; zákon č. 301/1995 Z. z. § 2.
   */
  private static boolean isBirthNumber(String digits) {
    int month = two(digits, 2) % 50;
    boolean dated = Dates.isDay(month > 20 ? month - 20 : month, two(digits, 4));
    long remainder = number(digits, 0, 9) % 11 % 10;
    return dated && remainder == digit(digits, 9);
  }

  /**
   * A CNP: sex and century, date, county, serial, and a check digit by modulus 11.
   *
   * <p>Source: OUG 97/2005, normele metodologice (HG 295/2021), annex on the structure of the CNP.
   */
  private static boolean isRomanian(String digits) {
    int county = two(digits, 7);
    int check = weighted(digits, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
    return digits.charAt(0) != '0'
        && Dates.hasDay(digits, 3, 5)
        && (county <= 52 || county == 70 || (county >= 80 && county <= 83))
        && check % 10 + check / 10 == digit(digits, 12);
  }

  /**
   * A Turkish identification number: the tenth digit from sums of odd and even places, the eleventh
   * from the sum of all before it.
   *
   * <p>Source: Nüfus ve Vatandaşlık İşleri Genel Müdürlüğü, "T.C. Kimlik Numarası".
   */
  private static boolean isTurkish(String digits) {
    int odd = weighted(digits, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    int even = weighted(digits, 0, 1, 0, 1, 0, 1, 0, 1);
    int tenth = Math.floorMod(odd * 7 - even, 10);
    return digits.charAt(0) != '0'
        && tenth == digit(digits, 9)
        && (odd + even + tenth) % 10 == digit(digits, 10);
  }
}
