package dev.gatehouse.policies.detect.corpus;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Ways to reach somebody, and what documents say of them.
 *
 * <p>Source: example numbers of libphonenumber; dates as in Unicode CLDR; addresses of RFC 5737,
 * RFC 3849 and RFC 1918; forms of passports as the Council of the European Union (PRADO) shows
 * them; check digits of 49 CFR § 565.15; codes of banks that are public.
 */
final class Contacts {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

  private static final List<String> NAMES =
      List.of("anna.berg", "j.miller", "sofia_rossi", "lukas", "maria+news", "o'brien", "li.wei");

  private static final List<String> DOMAINS =
      List.of("example.com", "mail.example.org", "example.co.uk", "example.de", "münchen.example");

  private static final List<String> NETWORKS =
      List.of("192.0.2.", "198.51.100.", "203.0.113.", "10.20.30.", "172.16.254.", "192.168.1.");

  private static final List<String> BANKS =
      List.of(
          "DEUTDEFF",
          "COBADEFFXXX",
          "BNPAFRPP",
          "NEDSZAJJ",
          "CHASUS33",
          "BARCGB22",
          "UNCRITMM",
          "BSCHESMM",
          "INGBNL2A",
          "BREXPLPW",
          "NDEASESS",
          "BRASBRRJ",
          "BOTKJPJT",
          "SBININBB");

  private static final String VEHICLE = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
  private static final String VEHICLE_VALUES = "012345678912345678123457923456789";
  private static final int[] VEHICLE_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

  private Contacts() {}

  static String email(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()))
        + (random.nextBoolean() ? "" : random.nextInt(100))
        + "@"
        + DOMAINS.get(random.nextInt(DOMAINS.size()));
  }

  /** A number like the plan's example, in the international form or in the country's own. */
  static String phone(Country country, Random random, boolean national) {
    PhoneNumberType type =
        random.nextBoolean() ? PhoneNumberType.MOBILE : PhoneNumberType.FIXED_LINE;
    PhoneNumber example = PLANS.getExampleNumberForType(country.region(), type);
    PhoneNumber number = new PhoneNumber().mergeFrom(example);
    for (int i = 0; i < 20; i++) {
      long last = random.nextInt(10_000);
      number.setNationalNumber(example.getNationalNumber() / 10_000 * 10_000 + last);
      if (PLANS.isValidNumber(number)) {
        break;
      }
    }
    PhoneNumberFormat abroad =
        random.nextBoolean() ? PhoneNumberFormat.INTERNATIONAL : PhoneNumberFormat.E164;
    return PLANS.format(number, national ? PhoneNumberFormat.NATIONAL : abroad);
  }

  static String address(Random random) {
    return random.nextInt(3) == 0
        ? String.format(
            Locale.ROOT,
            "2001:db8:%x:%x::%x",
            random.nextInt(0x10000),
            random.nextInt(0x10000),
            1 + random.nextInt(0xffff))
        : NETWORKS.get(random.nextInt(NETWORKS.size())) + (1 + random.nextInt(254));
  }

  static String hardware(Random random) {
    char gap = random.nextBoolean() ? ':' : '-';
    StringBuilder pairs = new StringBuilder("00" + gap + "1A");
    for (int i = 0; i < 4; i++) {
      pairs.append(gap).append(String.format(Locale.ROOT, "%02X", random.nextInt(256)));
    }
    return pairs.toString();
  }

  /** A day as it is written in a country, by name or by numbers. */
  static String birthday(Country country, Random random) {
    LocalDate day = PersonNumbers.birthday(random);
    DateTimeFormatter form =
        switch (random.nextInt(3)) {
          case 0 -> DateTimeFormatter.ISO_LOCAL_DATE;
          case 1 -> DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG);
          default -> DateTimeFormatter.ofPattern(numbers(country), Locale.ROOT);
        };
    return day.format(form.withLocale(country.locale()));
  }

  private static String numbers(Country country) {
    return switch (country) {
      case UNITED_STATES -> "MM/dd/uuuu";
      case UNITED_KINGDOM, FRANCE, ITALY, SPAIN, BRAZIL, INDIA -> "dd/MM/uuuu";
      case GERMANY, POLAND -> "dd.MM.uuuu";
      case NETHERLANDS -> "dd-MM-uuuu";
      case SWEDEN -> "uuuu-MM-dd";
      case JAPAN -> "uuuu/MM/dd";
    };
  }

  static String bank(Random random) {
    return BANKS.get(random.nextInt(BANKS.size()));
  }

  static String passport(Country country, Random random) {
    String letters = BankNumbers.letters(random, 3);
    return switch (country) {
      case UNITED_STATES, UNITED_KINGDOM -> Checks.digits(random, 9);
      case GERMANY -> germanPassport(random);
      case FRANCE -> Checks.digits(random, 2) + letters.substring(1) + Checks.digits(random, 5);
      case ITALY, POLAND, JAPAN -> letters.substring(1) + Checks.digits(random, 7);
      case SPAIN -> letters + Checks.digits(random, 6);
      case NETHERLANDS -> letters.substring(1) + Checks.digits(random, 7);
      case SWEDEN -> Checks.digits(random, 8);
      case BRAZIL -> letters.substring(1) + Checks.digits(random, 6);
      case INDIA -> letters.substring(2) + Checks.digits(random, 7);
    };
  }

  /** A letter of an office, and of digits and consonants eight. */
  private static String germanPassport(Random random) {
    StringBuilder number = new StringBuilder(PersonNumbers.pick("CFGHJK", random));
    for (int i = 0; i < 7; i++) {
      number.append(PersonNumbers.pick("0123456789CFGHJKLMNPRTVWXYZ", random));
    }
    return number + Checks.digits(random, 1);
  }

  static String vehicle(Random random) {
    StringBuilder vin = new StringBuilder(PersonNumbers.pick("145", random));
    for (int i = 1; i < 17; i++) {
      vin.append(
          i < 11 ? PersonNumbers.pick(VEHICLE, random) : PersonNumbers.pick("0123456789", random));
    }
    vin.setCharAt(8, '0');
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      int value = Checks.value(VEHICLE_VALUES.charAt(VEHICLE.indexOf(vin.charAt(i))));
      sum += value * VEHICLE_WEIGHTS[i];
    }
    vin.setCharAt(8, "0123456789X".charAt(sum % 11));
    return vin.toString();
  }
}
