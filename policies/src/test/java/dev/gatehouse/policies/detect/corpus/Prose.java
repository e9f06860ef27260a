package dev.gatehouse.policies.detect.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Texts of the kinds that tools exchange, of any length, some with personal data and most without.
 *
 * <p>Guarantee: the same seed makes the same text.
 */
enum Prose {
  ENGLISH("English prose"),
  GERMAN("German prose"),
  FRENCH("French prose"),
  JAPANESE("Japanese prose"),
  CUSTOMERS_JSON("JSON of customers"),
  CUSTOMERS_CSV("CSV of customers"),
  LOG("log of a web server"),
  CODE("source code"),
  BASE64("base64");

  private static final Path FOLDER = Path.of("src/test/resources/corpus/prose");
  private static final Path SOURCES = Path.of("src/main/java");
  private static final int LINE_CHARACTERS = 76;
  private static final String BASE64_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final List<String> GIVEN =
      List.of("Anna", "James", "Sofia", "Lukas", "Maria", "Oliver", "Ingrid", "Pavel", "Chloe");
  private static final List<String> FAMILY =
      List.of("Berg", "Miller", "Rossi", "Novak", "Dupont", "Jensen", "Silva", "Tanaka", "Walsh");
  private static final List<String> CITIES =
      List.of("Hamburg", "Leeds", "Torino", "Brno", "Lyon", "Aarhus", "Porto", "Osaka", "Cork");

  private final String title;

  Prose(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** A text of about so many characters, and no fewer. */
  String ofLength(int characters, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(characters + 1_000);
    List<String> lines = lines();
    if (this == CUSTOMERS_CSV) {
      text.append("id,name,email,phone,city,since,orders,revenue,notes\n");
    }
    while (text.length() < characters) {
      int line = random.nextInt(Math.max(1, lines.size()));
      switch (this) {
        case ENGLISH, GERMAN, FRENCH -> text.append(lines.get(line)).append(' ');
        case JAPANESE -> text.append(lines.get(line));
        case CODE -> text.append(lines.get(line));
        case CUSTOMERS_JSON -> text.append(customerJson(random)).append(",\n");
        case CUSTOMERS_CSV -> text.append(customerCsv(random)).append('\n');
        case LOG -> text.append(logLine(random)).append('\n');
        case BASE64 -> text.append(base64(random)).append('\n');
      }
    }
    return text.toString();
  }

  /** Sentences of a language, or files of this module's sources. */
  private List<String> lines() {
    return switch (this) {
      case ENGLISH -> sentences("en");
      case GERMAN -> sentences("de");
      case FRENCH -> sentences("fr");
      case JAPANESE -> sentences("ja");
      case CODE -> sources();
      case CUSTOMERS_JSON, CUSTOMERS_CSV, LOG, BASE64 -> List.of();
    };
  }

  /** The sentences of a language that this folder has. */
  static List<String> sentences(String language) {
    try {
      return Files.readAllLines(FOLDER.resolve(language + ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> sources = new ArrayList<>();
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
        sources.add(Files.readString(file));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String customerJson(Random random) {
    String given = pick(GIVEN, random);
    String family = pick(FAMILY, random);
    return String.format(
        Locale.ROOT,
        """
        {"id": "c-%06d", "name": "%s %s", "email": "%s.%s@example.%s", "phone": "+49 %d %d",
         "address": {"street": "%d High Street", "city": "%s", "zip": "%05d"},
         "since": "20%02d-%02d-%02d", "orders": %d, "revenue": %.2f, "active": %b,
         "notes": "%s", "tags": ["retail", "newsletter"], "score": %.4f, "uuid": "%s"}\
        """,
        random.nextInt(1_000_000),
        given,
        family,
        given.toLowerCase(Locale.ROOT),
        family.toLowerCase(Locale.ROOT),
        random.nextBoolean() ? "com" : "org",
        150 + random.nextInt(29),
        1_000_000 + random.nextInt(9_000_000),
        1 + random.nextInt(250),
        pick(CITIES, random),
        random.nextInt(100_000),
        10 + random.nextInt(16),
        1 + random.nextInt(12),
        1 + random.nextInt(28),
        random.nextInt(60),
        random.nextDouble() * 10_000,
        random.nextBoolean(),
        pick(sentences("en"), random).replace("\"", "'"),
        random.nextDouble(),
        new UUID(random.nextLong(), random.nextLong()));
  }

  private static String customerCsv(Random random) {
    String given = pick(GIVEN, random);
    String family = pick(FAMILY, random);
    return String.format(
        Locale.ROOT,
        "%d,%s %s,%s@example.net,+44 20 7946 %04d,%s,20%02d-%02d-%02d,%d,%.2f,\"%s\"",
        100_000 + random.nextInt(900_000),
        given,
        family,
        family.toLowerCase(Locale.ROOT),
        random.nextInt(10_000),
        pick(CITIES, random),
        10 + random.nextInt(16),
        1 + random.nextInt(12),
        1 + random.nextInt(28),
        random.nextInt(60),
        random.nextDouble() * 10_000,
        pick(sentences("en"), random));
  }

  private static String logLine(Random random) {
    return String.format(
        Locale.ROOT,
        "2026-%02d-%02dT%02d:%02d:%02d.%03dZ INFO [http-%d] trace=%032x span=%016x %d.%d.%d.%d"
            + " \"GET /api/v2/customers/%d/orders?page=%d HTTP/1.1\" %d %d bytes in %.3f ms"
            + " request=%s",
        1 + random.nextInt(12),
        1 + random.nextInt(28),
        random.nextInt(24),
        random.nextInt(60),
        random.nextInt(60),
        random.nextInt(1000),
        random.nextInt(64),
        random.nextLong() >>> 1,
        random.nextLong(),
        10 + random.nextInt(200),
        random.nextInt(256),
        random.nextInt(256),
        1 + random.nextInt(254),
        random.nextInt(1_000_000),
        random.nextInt(40),
        random.nextInt(10) == 0 ? 404 : 200,
        random.nextInt(100_000),
        random.nextDouble() * 300,
        new UUID(random.nextLong(), random.nextLong()));
  }

  private static String base64(Random random) {
    StringBuilder line = new StringBuilder(LINE_CHARACTERS);
    for (int i = 0; i < LINE_CHARACTERS; i++) {
      line.append(BASE64_ALPHABET.charAt(random.nextInt(BASE64_ALPHABET.length())));
    }
    return line.toString();
  }

  private static String pick(List<String> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
