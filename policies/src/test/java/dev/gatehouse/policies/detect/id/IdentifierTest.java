package dev.gatehouse.policies.detect.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTest {
  private static final int BODIES = 400;

  /**
   * Bodies of identifiers with a question mark at each check character: {@code d} is a digit,
   * {@code l} a letter, {@code x} either, {@code y} a year, {@code m} a month, {@code t} a day, all
   * else itself. Of all fillings of the question marks at most one is accepted, and mostly one is.
   */
  @ParameterizedTest
  @CsvSource({
    "ca-sin, dddddddd?, 0123456789",
    "mx-curp, BOXWymtHDFRXN0?, 0123456789",
    "uk-nhs, ddddddddd?, 0123456789",
    "ie-pps, ddddddd?, ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ie-pps, ddddddd?A, ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "de-social-security, 15tmyldd?, 0123456789",
    "at-svnr, 1dd?tmy, 0123456789",
    "ch-ahv, 756ddddddddd?, 0123456789",
    "fr-nir, 1ym75101dd1??, 0123456789",
    "fr-nir, 2ym2A101dd1??, 0123456789",
    "it-codice-fiscale, llllllyHtlddd?, ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "es-dni, dddddddd?, ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "es-nie, Yddddddd?, ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "pt-nif, 2ddddddd?, 0123456789",
    "nl-bsn, 1ddddddd?, 0123456789",
    "se-personnummer, ymt1dd?, 0123456789",
    "no-fodselsnummer, tmyddd??, 0123456789",
    "fi-hetu, tmy1dd?, 0123456789ABCDEFHJKLMNPRSTUVWXY",
    "pl-pesel, ymtdddd?, 0123456789",
    "cz-rodne-cislo, ymtddd?, 0123456789",
    "ro-cnp, 1ymt12ddd?, 0123456789",
    "tr-kimlik, 1dddddddd??, 0123456789",
    "br-cpf, 1dddddddd??, 0123456789",
    "br-cnpj, 1dddddddddd1??, 0123456789",
    "br-cnpj, 1xxxxxxxxxx1??, 0123456789",
    "ar-cuit, 20dddddddd?, 0123456789",
    "cl-rut, 1ddddddd?, 0123456789K",
    "in-aadhaar, 2dddddddddd?, 0123456789",
    "cn-resident-id, 11010519ymtddd?, 0123456789X",
    "jp-my-number, 1dddddddddd?, 0123456789",
    "kr-rrn, ymt1ddddd?, 0123456789",
    "sg-nric, Gddddddd?, ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "il-id, 1ddddddd?, 0123456789",
    "za-id, ymtdddd08?, 0123456789",
    "au-tfn, 1ddddddd?, 0123456789",
    "au-medicare, 2ddddddd?1, 0123456789",
    "vehicle-vin, 1M8GDM9A?KP0ddddd, 0123456789X",
    "us-routing, 11dddddd?, 0123456789",
    "eu-vat, DEdddddddd?, 0123456789",
    "eu-vat, FR??ddddddd01, 0123456789",
  })
  void acceptsOneCheckOfEachBody(String label, String body, String alphabet) {
    Identifier identifier = Identifiers.labelled(label);
    Random random = new Random(17);
    int accepted = 0;
    for (int i = 0; i < BODIES; i++) {
      String filled = filled(body, random);
      int fitting = fitting(identifier, filled, alphabet);
      assertTrue(fitting <= 1, () -> label + " " + filled + " has " + fitting);
      accepted += fitting;
    }
    // Modulus 11 has a remainder that no digit stands for; a company's number has its own check.
    assertTrue(accepted > BODIES / 20, label + " " + accepted);
  }

  @Test
  void acceptsOneCheckOfEachTaxId() {
    Identifier identifier = Identifiers.labelled("de-tax-id");
    Random random = new Random(19);
    for (int i = 0; i < BODIES; i++) {
      StringBuilder digits = new StringBuilder("123456789");
      for (int j = 8; j > 0; j--) {
        int other = random.nextInt(j + 1);
        char moved = digits.charAt(j);
        digits.setCharAt(j, digits.charAt(other));
        digits.setCharAt(other, moved);
      }
      digits.insert(1 + random.nextInt(9), random.nextInt(1, 10));
      assertEquals(1, fitting(identifier, digits + "?", "0123456789"), digits::toString);
    }
  }

  @Test
  void refusesDaysThatNoYearHas() {
    assertTrue(Identifiers.labelled("dk-cpr").accepts("2902801234"));
    assertFalse(Identifiers.labelled("dk-cpr").accepts("3002801234"));
    assertFalse(Identifiers.labelled("dk-cpr").accepts("3113801234"));
  }

  @Test
  void refusesNumbersOfOneDigit() {
    for (String label : new String[] {"ca-sin", "uk-nhs", "nl-bsn", "br-cpf", "il-id", "au-tfn"}) {
      int length = Identifiers.labelled(label).plain().getFirst().replaceAll("[^0A]", "").length();
      assertFalse(Identifiers.labelled(label).accepts("0".repeat(length)), label);
      assertFalse(Identifiers.labelled(label).accepts("9".repeat(length)), label);
    }
  }

  @Test
  void knowsNoOthers() {
    assertThrows(IllegalArgumentException.class, () -> Identifiers.labelled("xx-id"));
  }

  private static int fitting(Identifier identifier, String body, String alphabet) {
    int place = body.indexOf('?');
    if (place < 0) {
      return identifier.accepts(body) ? 1 : 0;
    }
    int fitting = 0;
    for (int i = 0; i < alphabet.length(); i++) {
      String next = body.substring(0, place) + alphabet.charAt(i) + body.substring(place + 1);
      fitting += fitting(identifier, next, alphabet);
    }
    return fitting;
  }

  private static String filled(String body, Random random) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      switch (c) {
        case 'd' -> filled.append(random.nextInt(10));
        case 'l' -> filled.append((char) ('A' + random.nextInt(26)));
        case 'x' ->
            filled.append("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(random.nextInt(36)));
        case 'y' -> filled.append(String.format(Locale.ROOT, "%02d", random.nextInt(100)));
        case 'm' -> filled.append(String.format(Locale.ROOT, "%02d", random.nextInt(1, 13)));
        case 't' -> filled.append(String.format(Locale.ROOT, "%02d", random.nextInt(1, 29)));
        default -> filled.append(c);
      }
    }
    return filled.toString();
  }
}
