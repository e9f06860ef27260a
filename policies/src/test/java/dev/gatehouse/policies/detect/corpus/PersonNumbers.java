package dev.gatehouse.policies.detect.corpus;

import static dev.gatehouse.policies.detect.corpus.Checks.between;
import static dev.gatehouse.policies.detect.corpus.Checks.digits;
import static dev.gatehouse.policies.detect.corpus.Checks.weighted;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * National numbers of persons and companies.
 *
 * <p>Source: what the issuing offices publish of their structure: SSA, IRS, HMRC, NHS Data
 * Dictionary, BZSt, Deutsche Rentenversicherung, INSEE, Agenzia delle Entrate, Ministerio del
 * Interior, RvIG, gov.pl, Skatteverket, Receita Federal, 総務省, UIDAI, Income Tax Department.
 */
final class PersonNumbers {
  private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String ITALIAN_MONTHS = "ABCDEHLMPRST";
  private static final String ITALIAN_CONSONANTS = "BCDFGLMNPRSTVZ";
  private static final List<String> ITALIAN_PLACES =
      List.of("H501", "F205", "L219", "F839", "D612", "A944", "G273", "D969");

  /** What digits and letters count at odd places of a codice fiscale. */
  private static final int[] ITALIAN_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private PersonNumbers() {}

  /** A day on which somebody may have been born. */
  static LocalDate birthday(Random random) {
    return LocalDate.of(1931, 1, 1).plusDays(random.nextInt(27_000));
  }

  private static String written(LocalDate day, String pattern) {
    return day.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  static String ssn(Random random, boolean spaced) {
    int area = 1 + random.nextInt(898);
    String gap = spaced ? "-" : "";
    return Checks.padded(area == 666 ? 667 : area, 3)
        + gap
        + between(random, 1, 99, 2)
        + gap
        + between(random, 1, 9_998, 4);
  }

  static String itin(Random random, boolean spaced) {
    String gap = spaced ? "-" : "";
    return "9" + digits(random, 2) + gap + between(random, 70, 88, 2) + gap + digits(random, 4);
  }

  static String nino(Random random, boolean spaced) {
    String first = pick("ABCEGHJKLMNOPRSTWXYZ", random);
    String second = pick("ACEHJLMPRSWXY", random);
    String number = digits(random, 6);
    String last = pick("ABCD", random);
    return spaced
        ? first + second + " " + number.replaceAll("(..)", "$1 ") + last
        : first + second + number + last;
  }

  static String nhs(Random random, boolean spaced) {
    while (true) {
      String nine = pick("467", random) + digits(random, 8);
      int check = 11 - weighted(nine, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
      if (check != 10) {
        String number = nine + check % 11;
        return spaced ? number.replaceAll("(...)(...)(....)", "$1 $2 $3") : number;
      }
    }
  }

  /** Ten digits of which one stands twice, and a check digit. */
  static String germanTax(Random random, boolean spaced) {
    while (true) {
      List<Integer> all = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
      Collections.shuffle(all, random);
      all.set(9, all.get(random.nextInt(8)));
      Collections.shuffle(all, random);
      if (all.getFirst() != 0) {
        StringBuilder ten = new StringBuilder();
        all.forEach(ten::append);
        String number = Checks.withMod1110(ten.toString());
        return spaced ? number.replaceAll("(..)(...)(...)(...)", "$1 $2 $3 $4") : number;
      }
    }
  }

  static String germanPension(Random random) {
    String area = List.of("02", "12", "15", "26", "44", "53", "65").get(random.nextInt(7));
    String number = area + written(birthday(random), "ddMMuu");
    int letter = random.nextInt(26);
    String serial = between(random, 1, 49, 2);
    String all = number + Checks.padded(letter + 1, 2) + serial;
    int[] weights = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int product = Checks.value(all.charAt(i)) * weights[i];
      sum += product / 10 + product % 10;
    }
    return number + (char) ('A' + letter) + serial + sum % 10;
  }

  static String french(Random random, boolean spaced) {
    String place = between(random, 21, 95, 2) + between(random, 1, 899, 3);
    String born = written(birthday(random), "uuMM");
    String number = pick("12", random) + born + place + between(random, 1, 999, 3);
    String key = Checks.padded(97 - Long.parseLong(number) % 97, 2);
    return spaced
        ? (number + key).replaceAll("(.)(..)(..)(..)(...)(...)(..)", "$1 $2 $3 $4 $5 $6 $7")
        : number + key;
  }

  static String italian(Random random) {
    LocalDate born = birthday(random);
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      code.append(pick(ITALIAN_CONSONANTS, random));
    }
    code.append(written(born, "uu")).append(ITALIAN_MONTHS.charAt(born.getMonthValue() - 1));
    code.append(Checks.padded(born.getDayOfMonth() + (random.nextBoolean() ? 40 : 0), 2));
    code.append(ITALIAN_PLACES.get(random.nextInt(ITALIAN_PLACES.size())));
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = Checks.value(code.charAt(i));
      int place = value >= 10 ? value - 10 : value;
      sum += i % 2 == 0 ? ITALIAN_ODD[place] : place;
    }
    return code.append((char) ('A' + sum % 26)).toString();
  }

  static String dni(Random random) {
    String number = between(random, 10_000_000, 99_999_999, 8);
    return number + DNI_LETTERS.charAt(Integer.parseInt(number) % 23);
  }

  static String nie(Random random) {
    int first = random.nextInt(3);
    String number = digits(random, 7);
    return "XYZ".charAt(first) + number + DNI_LETTERS.charAt(Integer.parseInt(first + number) % 23);
  }

  static String bsn(Random random) {
    while (true) {
      String eight = between(random, 1, 9, 1) + digits(random, 7);
      int check = weighted(eight, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
      if (check < 10) {
        return eight + check;
      }
    }
  }

  static String pesel(Random random) {
    LocalDate born = birthday(random);
    int month = born.getMonthValue() + (born.getYear() >= 2000 ? 20 : 0);
    String ten =
        written(born, "uu") + Checks.padded(month, 2) + written(born, "dd") + digits(random, 4);
    return ten + (1000 - weighted(ten, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10;
  }

  static String swedish(Random random, boolean spaced) {
    String born = written(birthday(random), "uuMMdd");
    String number = Checks.withLuhn(born + between(random, 1, 999, 3));
    return spaced ? born + "-" + number.substring(6) : number;
  }

  static String cpf(Random random, boolean spaced) {
    String nine = digits(random, 9);
    String ten = nine + brazilian(weighted(nine, 10, 9, 8, 7, 6, 5, 4, 3, 2));
    String all = ten + brazilian(weighted(ten, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2));
    return spaced ? all.replaceAll("(...)(...)(...)(..)", "$1.$2.$3-$4") : all;
  }

  static String cnpj(Random random, boolean spaced) {
    String twelve = digits(random, 8) + "0001";
    String more = twelve + brazilian(weighted(twelve, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2));
    String all = more + brazilian(weighted(more, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2));
    return spaced ? all.replaceAll("(..)(...)(...)(....)(..)", "$1.$2.$3/$4-$5") : all;
  }

  private static int brazilian(int sum) {
    int rest = sum % 11;
    return rest < 2 ? 0 : 11 - rest;
  }

  static String japanese(Random random, boolean spaced) {
    String eleven = digits(random, 11);
    int rest = weighted(eleven, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    String number = eleven + (rest <= 1 ? 0 : 11 - rest);
    return spaced ? number.replaceAll("(.{4})(?=.)", "$1 ") : number;
  }

  static String aadhaar(Random random, boolean spaced) {
    String number = Checks.withVerhoeff(between(random, 2, 9, 1) + digits(random, 10));
    return spaced ? number.replaceAll("(.{4})(?=.)", "$1 ") : number;
  }

  static String pan(Random random) {
    return BankNumbers.letters(random, 3)
        + "P"
        + BankNumbers.letters(random, 1)
        + between(random, 1, 9_999, 4)
        + BankNumbers.letters(random, 1);
  }

  static String pick(String characters, Random random) {
    return String.valueOf(characters.charAt(random.nextInt(characters.length())));
  }
}
