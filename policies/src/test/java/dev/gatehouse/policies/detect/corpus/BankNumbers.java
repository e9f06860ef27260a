package dev.gatehouse.policies.detect.corpus;

import static dev.gatehouse.policies.detect.corpus.Checks.between;
import static dev.gatehouse.policies.detect.corpus.Checks.digits;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Numbers of cards, accounts, banks and taxpayers.
 *
 * <p>Source: the test numbers of Visa, Mastercard, American Express, Discover, JCB, Diners Club and
 * UnionPay's sandboxes; the examples and structures of the IBAN registry (SWIFT); ISO 9362; the
 * VIES descriptions of VAT numbers; the documentation of Bitcoin and Ethereum.
 */
final class BankNumbers {
  private static final List<String> TEST_CARDS =
      List.of(
          "4111111111111111",
          "4012888888881881",
          "4242424242424242",
          "4000056655665556",
          "5555555555554444",
          "5105105105105100",
          "5200828282828210",
          "2223003122003222",
          "378282246310005",
          "371449635398431",
          "378734493671000",
          "6011111111111117",
          "6011000990139424",
          "30569309025904",
          "38520000023237",
          "36227206271667",
          "3530111333300000",
          "3566002020360505",
          "6200000000000005");

  private static final List<String> ISSUERS =
      List.of("4539", "4916", "51", "53", "55", "2221", "2720", "34", "37", "6011", "65", "3589");

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private BankNumbers() {}

  static String card(Random random) {
    String number;
    if (random.nextInt(3) == 0) {
      number = TEST_CARDS.get(random.nextInt(TEST_CARDS.size()));
    } else {
      String issuer = ISSUERS.get(random.nextInt(ISSUERS.size()));
      int length = issuer.equals("34") || issuer.equals("37") ? 15 : 16;
      number = Checks.withLuhn(issuer + digits(random, length - 1 - issuer.length()));
    }
    return switch (random.nextInt(3)) {
      case 0 -> grouped(number, " ");
      case 1 -> grouped(number, "-");
      default -> number;
    };
  }

  private static String grouped(String number, String gap) {
    return switch (number.length()) {
      case 16 -> number.replaceAll("(.{4})(?=.)", "$1" + gap);
      case 15 -> number.replaceAll("(.{4})(.{6})(.{5})", "$1" + gap + "$2" + gap + "$3");
      default -> number.replaceAll("(.{4})(.{6})(.{4})", "$1" + gap + "$2" + gap + "$3");
    };
  }

  /** An account number of a country, from its structure in the registry. */
  static String iban(String country, Random random) {
    String account =
        switch (country) {
          case "DE" -> digits(random, 18);
          case "GB" -> "NWBK" + digits(random, 14);
          case "FR" -> digits(random, 10) + letters(random, 2) + digits(random, 11);
          case "IT" -> letters(random, 1) + digits(random, 22);
          case "ES" -> digits(random, 20);
          case "NL" -> "ABNA" + digits(random, 10);
          case "PL" -> digits(random, 24);
          case "SE" -> digits(random, 20);
          case "BR" -> digits(random, 23) + letters(random, 1) + digits(random, 1);
          case "CH" -> digits(random, 17);
          default -> throw new IllegalArgumentException("no structure of " + country);
        };
    String check = Checks.padded(98 - Checks.remainder97(account + country + "00"), 2);
    String iban = country + check + account;
    return random.nextBoolean() ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
  }

  static String routing(Random random) {
    String eight = between(random, 1, 12, 2) + digits(random, 6);
    int sum = Checks.weighted(eight, 3, 7, 1, 3, 7, 1, 3, 7);
    return eight + (1000 - sum) % 10;
  }

  static String britishAccount(Random random) {
    String sort = between(random, 10, 99, 2) + "-" + digits(random, 2) + "-" + digits(random, 2);
    return sort + " " + digits(random, 8);
  }

  /** A tax number with its country: of those whose check is published. */
  static String vat(String country, Random random) {
    return country
        + switch (country) {
          case "DE" -> Checks.withMod1110(between(random, 1, 9, 1) + digits(random, 7));
          case "IT" -> Checks.withLuhn(digits(random, 7) + between(random, 1, 100, 3));
          case "FR" -> frenchVat(Checks.withLuhn(between(random, 1, 9, 1) + digits(random, 7)));
          case "ES" -> PersonNumbers.dni(random);
          case "NL" -> dutchVat(digits(random, 9));
          case "PL" -> polishVat(random);
          case "SE" -> Checks.withLuhn("55" + digits(random, 7)) + "01";
          default -> throw new IllegalArgumentException("no check of " + country);
        };
  }

  private static String frenchVat(String siren) {
    return Checks.padded((12 + 3 * (Long.parseLong(siren) % 97)) % 97, 2) + siren;
  }

  private static String dutchVat(String nine) {
    for (int suffix = 2; suffix <= 98; suffix++) {
      String number = nine + "B" + Checks.padded(suffix, 2);
      if (Checks.remainder97("NL" + number) == 1) {
        return number;
      }
    }
    throw new AssertionError(nine);
  }

  private static String polishVat(Random random) {
    while (true) {
      String nine = between(random, 1, 9, 1) + digits(random, 8);
      int check = Checks.weighted(nine, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11;
      if (check < 10) {
        return nine + check;
      }
    }
  }

  /** An address of Bitcoin (of either old form) or of Ethereum. */
  static String wallet(Random random) {
    byte[] hash = new byte[20];
    random.nextBytes(hash);
    return switch (random.nextInt(3)) {
      case 0 -> "0x" + HexFormat.of().formatHex(hash);
      case 1 -> base58((byte) 0, hash);
      default -> base58((byte) 5, hash);
    };
  }

  private static String base58(byte version, byte[] hash) {
    byte[] bytes = new byte[25];
    bytes[0] = version;
    System.arraycopy(hash, 0, bytes, 1, hash.length);
    byte[] check = sha256(sha256(Arrays.copyOf(bytes, 21)));
    System.arraycopy(check, 0, bytes, 21, 4);
    BigInteger number = new BigInteger(1, bytes);
    StringBuilder address = new StringBuilder();
    while (number.signum() > 0) {
      BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(58));
      address.append(BASE58.charAt(parts[1].intValue()));
      number = parts[0];
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      address.append('1');
    }
    return address.reverse().toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** So many capital letters. */
  static String letters(Random random, int count) {
    byte[] letters = new byte[count];
    for (int i = 0; i < count; i++) {
      letters[i] = (byte) ('A' + random.nextInt(26));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }
}
