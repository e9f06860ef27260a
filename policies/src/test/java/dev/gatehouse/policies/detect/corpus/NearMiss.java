package dev.gatehouse.policies.detect.corpus;

import static dev.gatehouse.policies.detect.corpus.Checks.between;
import static dev.gatehouse.policies.detect.corpus.Checks.digits;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** What looks like a value that is to be found, and is none. */
enum NearMiss {
  ORDER("order", "orderNumber"),
  LONG_ORDER("order", "order_id"),
  DASHED_ORDER("order", "reference"),
  INVOICE("number", "invoice"),
  TRACKING("tracking", "trackingNumber"),
  POSTAL_ITEM("tracking", "shipment"),
  UUID_("code", "uuid"),
  MD5("code", "etag"),
  SHA1("code", "commit"),
  SHA256("code", "digest"),
  SHORT_COMMIT("code", "revision"),
  OBJECT_ID("code", "_id"),
  VERSION("version", "version"),
  LONG_VERSION("version", "release"),
  BUILD("version", "build"),
  COORDINATES("number", "location"),
  TIMESTAMP("number", "createdAt"),
  EPOCH("number", "updated"),
  LOCAL_TIME("number", "at"),
  COLOUR("code", "color"),
  ISBN("number", "isbn"),
  EAN("number", "ean"),
  IMEI("number", "imei"),
  AMOUNT("number", "amount"),
  DECIMAL("number", "score"),
  PART_NUMBER("order", "sku"),
  POSTCODE("number", "zip"),
  PLATE("number", "plate"),
  FINGERPRINT("code", "fingerprint"),
  PUBLIC_KEY("code", "publicKey"),
  PLACEHOLDER("code", "config"),
  HANDLE("number", "handle"),
  IMAGE("code", "icon"),
  POD("code", "pod"),
  ARN("code", "arn"),
  NET_MASK("number", "netmask"),
  DIGITS("number", "value"),
  GROUPS("number", "ref");

  private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final String subject;
  private final String name;

  NearMiss(String subject, String name) {
    this.subject = subject;
    this.name = name;
  }

  /** What sentences about it are about. */
  String subject() {
    return subject;
  }

  /** The name of a field that holds it. */
  String fieldName() {
    return name;
  }

  String make(Random random) {
    return switch (this) {
      case ORDER -> digits(random, 8 + random.nextInt(5));
      case LONG_ORDER -> digits(random, 16);
      case DASHED_ORDER ->
          "20" + between(random, 20, 26, 2) + "-" + digits(random, 7) + "-" + digits(random, 7);
      case INVOICE -> "INV-20" + between(random, 20, 26, 2) + "-" + digits(random, 5);
      case TRACKING -> tracking(random);
      case POSTAL_ITEM -> postalItem(random);
      case UUID_ -> new UUID(random.nextLong(), random.nextLong()).toString();
      case MD5 -> Secrets.hex(32, random);
      case SHA1 -> Secrets.hex(40, random);
      case SHA256 -> Secrets.hex(64, random);
      case SHORT_COMMIT -> Secrets.hex(7 + random.nextInt(6), random);
      case OBJECT_ID -> Secrets.hex(24, random);
      case VERSION ->
          between(random, 0, 20, 1) + "." + random.nextInt(60) + "." + random.nextInt(99);
      case LONG_VERSION -> digitsWithDots(random);
      case BUILD ->
          "v"
              + random.nextInt(20)
              + "."
              + random.nextInt(40)
              + ".1-rc.2+build."
              + digits(random, 6);
      case COORDINATES -> coordinates(random);
      default -> makeOther(random);
    };
  }

  private String makeOther(Random random) {
    return switch (this) {
      case TIMESTAMP ->
          day(random) + "T" + between(random, 0, 23, 2) + ":" + between(random, 0, 59, 2) + ":30Z";
      case EPOCH -> "17" + digits(random, List.of(8, 11, 14, 17).get(random.nextInt(4)));
      case LOCAL_TIME ->
          day(random) + " " + between(random, 10, 23, 2) + ":15:42," + digits(random, 3);
      case COLOUR -> "#" + Secrets.hex(6, random);
      case ISBN -> ean("978-" + random.nextInt(10) + "-", 8, random);
      case EAN -> ean(between(random, 20, 79, 2), 10, random);
      case IMEI -> Checks.withLuhn("35" + digits(random, 12));
      case AMOUNT ->
          String.format(Locale.ROOT, "%,d.%02d", random.nextInt(90_000_000), random.nextInt(100));
      case DECIMAL -> "0." + digits(random, 16);
      case PART_NUMBER ->
          Secrets.of(ALPHANUMERIC, 3, random) + "-" + digits(random, 5) + "-" + digits(random, 3);
      case POSTCODE -> digits(random, 5) + "-" + digits(random, 4);
      case PLATE ->
          BankNumbers.letters(random, 1)
              + "-"
              + BankNumbers.letters(random, 2)
              + " "
              + digits(random, 4);
      case FINGERPRINT -> Secrets.hex(40, random).replaceAll("(..)(?=.)", "$1:");
      case PUBLIC_KEY -> Secrets.armoured("PUBLIC KEY", random);
      case PLACEHOLDER ->
          List.of(
                  "password=${DB_PASSWORD}",
                  "api_key=<your-api-key>",
                  "token: string",
                  "secret: {{ vault }}")
              .get(random.nextInt(4));
      case HANDLE -> "@anna" + random.nextInt(100) + " / logo@2x.png";
      case IMAGE -> "data:image/png;base64," + Secrets.of(ALPHANUMERIC + "abcdefgh+/", 120, random);
      case POD -> "web-" + Secrets.hex(10, random) + "-" + Secrets.of("bcdfghjkl2456", 5, random);
      case ARN -> "arn:aws:iam::" + digits(random, 12) + ":role/reader";
      case NET_MASK -> List.of("127.0.0.1", "255.255.255.0", "0.0.0.0").get(random.nextInt(3));
      case DIGITS -> digits(random, 6 + random.nextInt(13));
      case GROUPS -> digits(random, 3) + " " + digits(random, 3) + " " + digits(random, 3);
      default -> throw new AssertionError(this);
    };
  }

  private static String tracking(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "1Z" + Secrets.of(ALPHANUMERIC, 6, random) + digits(random, 10);
      case 1 -> "00340434" + digits(random, 12);
      default -> digits(random, 12);
    };
  }

  /** As in S10 of the Universal Postal Union, with its check digit. */
  private static String postalItem(Random random) {
    String serial = digits(random, 8);
    int check = 11 - Checks.weighted(serial, 8, 6, 4, 2, 3, 5, 9, 7) % 11;
    return "R"
        + BankNumbers.letters(random, 1)
        + serial
        + (check == 10 ? 0 : check == 11 ? 5 : check)
        + "DE";
  }

  /** As browsers, systems and databases number theirs. */
  private static String digitsWithDots(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> (100 + random.nextInt(40)) + ".0." + (4_000 + random.nextInt(3_000)) + ".127";
      case 1 -> "10.0." + (10_000 + random.nextInt(17_000)) + "." + random.nextInt(5_000);
      default ->
          (1 + random.nextInt(20)) + "." + random.nextInt(30) + "." + random.nextInt(20) + ".1";
    };
  }

  private static String coordinates(Random random) {
    return String.format(
        Locale.ROOT, "%.6f, %.6f", random.nextDouble() * 180 - 90, random.nextDouble() * 360 - 180);
  }

  private static String day(Random random) {
    return "20"
        + between(random, 15, 26, 2)
        + "-"
        + between(random, 1, 12, 2)
        + "-"
        + between(random, 1, 28, 2);
  }

  /** An article's number with its check digit. */
  private static String ean(String beginning, int more, Random random) {
    String twelve = beginning + digits(random, more);
    String plain = twelve.replace("-", "");
    int sum = Checks.weighted(plain, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3);
    return twelve + (beginning.endsWith("-") ? "-" : "") + (1000 - sum) % 10;
  }
}
