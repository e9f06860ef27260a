package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.digit;
import static dev.gatehouse.policies.detect.id.CheckDigits.number;
import static dev.gatehouse.policies.detect.id.CheckDigits.weighted;

import java.util.List;

/** Identifiers of France, Italy, Spain and Portugal. */
final class RomanceSpeaking {
  static final List<Identifier> ALL =
      List.of(
          Identifier.named("fr-nir", RomanceSpeaking::isRegistration)
              .telling(
                  "000000000000000",
                  "0 00 00 00 000 000 00",
                  "0000000000000 00",
                  "000000A00000000",
                  "000000A000000 00",
                  "0 00 00 0A 000 000 00")
              .plain("0 00 00 000 000 000", "0-00-00-00-000-000-00")
              .near(
                  "nir, insee, securite sociale, secu, numss, num secu*, social security*, ssn,"
                      + " numero de secu*"),
          Identifier.named("it-codice-fiscale", RomanceSpeaking::isFiscalCode)
              .telling("AAAAAA##A##A###A", "AAA AAA ##A## A###A")
              .near("codice fiscale, codicefiscale, cf, c f, cod fisc*, fiscal code, tax code"),
          // Lower case, and dates, only near a word: `20260115z` is a time, `12345678d` a commit.
          Identifier.named("es-dni", RomanceSpeaking::isIdentityDocument)
              .telling("00000000A", "00000000-A", "00.000.000-A")
              .plain("00000000 A", "00.000.000 A", "00.000.000A")
              .near(
                  "dni, nif, documento nacional*, identidad, identity*", RomanceSpeaking::isNoDate),
          Identifier.named("es-nie", RomanceSpeaking::isForeigner)
              .telling("A0000000A", "A-0000000-A", "A0000000-A")
              .plain("A 0000000 A", "A-0000000A", "A 0000000A")
              .near("nie, nif, extranjero*, identidad, identity*, foreigner*"),
          Identifier.named("pt-nif", RomanceSpeaking::isTaxpayer)
              .plain("000000000", "000 000 000")
              .near("nif, contribuinte*, nipc, fiscal*, vat, tin, tax id*, tax number, taxpayer*"));

  private static final String DNI_CHECK = "TRWAGMYFPDXBNJZSQVHLCKE";

  private static final int[] CF_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  /** Letters that stand for digits where two persons would have the same code. */
  private static final String CF_DIGITS = "LMNPQRSTUV";

  private RomanceSpeaking() {}

  /**
   * A registration number (NIR) with its key: 97 less the number modulo 97. Corsica's departments
   * 2A and 2B count as 19 and 18.
   *
   * <p>Source: INSEE, "Numéro de sécurité sociale / NIR"; Code de la sécurité sociale R115-1; for
   * months beyond 12, décret 82-103.
   */
  private static boolean isRegistration(String nir) {
    String digits = nir.replace("2A", "19").replace("2B", "18");
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')
        || "123478".indexOf(nir.charAt(0)) < 0) {
      return false;
    }
    int month = Dates.two(digits, 3);
    boolean dated = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
    boolean placed = Dates.two(digits, 5) > 0 && number(digits, 7, 10) > 0;
    long key = 97 - number(digits, 0, 13) % 97;
    return dated && placed && key == number(digits, 13, 15);
  }

  /**
   * A codice fiscale: letters of the name, date and sex, place, and a check letter; digits may be
   * letters where codes would be equal (omocodia).
   *
   * <p>Source: Decreto del Ministro delle finanze 23 dicembre 1976, n. 13813.
   */
  private static boolean isFiscalCode(String code) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = code.charAt(i);
      int value = c >= 'A' ? c - 'A' : c - '0';
      sum += i % 2 == 0 ? CF_ODD[value] : value;
    }
    int month = "ABCDEHLMPRST".indexOf(code.charAt(8)) + 1;
    int day = fiscalDigit(code, 9) * 10 + fiscalDigit(code, 10);
    boolean digits = true;
    for (int at : new int[] {6, 7, 9, 10, 12, 13, 14}) {
      digits &= fiscalDigit(code, at) >= 0;
    }
    boolean dated = Dates.isDay(month, day > 40 ? day - 40 : day);
    return digits && dated && code.charAt(15) == 'A' + sum % 26;
  }

  private static int fiscalDigit(String code, int at) {
    char c = code.charAt(at);
    return c <= '9' ? c - '0' : CF_DIGITS.indexOf(c);
  }

  /**
   * A DNI: eight digits and the letter of the number modulo 23.
   *
   * <p>Source: Ministerio del Interior, "Cálculo del dígito de control del NIF/NIE"; Real Decreto
   * 1553/2005.
   */
  private static boolean isIdentityDocument(String dni) {
    return DNI_CHECK.charAt((int) (number(dni, 0, 8) % 23)) == dni.charAt(8)
        && number(dni, 0, 8) > 0;
  }

  private static boolean isNoDate(String dni) {
    return !((dni.startsWith("19") || dni.startsWith("20")) && Dates.hasDay(dni, 4, 6));
  }

  /**
   * An NIE: X, Y or Z for 0, 1 or 2, seven digits, and the letter of a DNI.
   *
   * <p>Source: Ministerio del Interior, "Cálculo del dígito de control del NIF/NIE"; Orden
   * INT/2058/2008.
   */
  private static boolean isForeigner(String nie) {
    int first = "XYZ".indexOf(nie.charAt(0));
    long number = first * 10_000_000L + number(nie, 1, 8);
    return first >= 0 && DNI_CHECK.charAt((int) (number % 23)) == nie.charAt(8);
  }

  /**
   * A NIF of a person or company: modulus 11 with the weights 9 to 2.
   *
   * <p>Source: Decreto-Lei 14/2013 and Autoridade Tributária, "Número de identificação fiscal".
   */
  private static boolean isTaxpayer(String digits) {
    int check = 11 - weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    boolean issued =
        "1235678".indexOf(digits.charAt(0)) >= 0
            || digits.startsWith("45")
            || digits.startsWith("9");
    return issued && (check >= 10 ? 0 : check) == digit(digits, 8);
  }
}
