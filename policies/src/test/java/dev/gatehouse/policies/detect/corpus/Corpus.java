package dev.gatehouse.policies.detect.corpus;

import dev.gatehouse.policies.detect.BuiltIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Values that are to be found and near misses, in sentences, fields, JSON, log lines and CSV.
 *
 * <p>Guarantee: always the same.
 */
final class Corpus {
  private static final long SEED = 20_261_123;

  /** Of each kind that there is everywhere, in each country. */
  private static final int EVERYWHERE_SAMPLES = 50;

  /** Of each kind that there is in one country, or in some. */
  private static final int NATIONAL_SAMPLES = 120;

  private static final int TAX_SAMPLES = 40;

  /** Of each kind of near miss, in each country. */
  private static final int NEAR_MISS_SAMPLES = 12;

  private final Random random = new Random(SEED);
  private final List<Sample> values = new ArrayList<>();
  private final List<Sample> nearMisses = new ArrayList<>();

  /** Those of the country whose samples are being made. */
  private Sayings sayings = Sayings.of(Locale.ENGLISH);

  private Corpus() {}

  static Corpus make() {
    Corpus corpus = new Corpus();
    for (Country country : Country.values()) {
      corpus.sayings = Sayings.of(country.locale());
      country.everywhere().forEach(kind -> corpus.addValues(kind, country, EVERYWHERE_SAMPLES));
      country.national().forEach(kind -> corpus.addValues(kind, country, NATIONAL_SAMPLES));
      if (!country.taxes().isEmpty()) {
        corpus.addValues(BuiltIn.EU_VAT, country, TAX_SAMPLES);
      }
      for (NearMiss nearMiss : NearMiss.values()) {
        for (int i = 0; i < NEAR_MISS_SAMPLES; i++) {
          corpus.nearMisses.add(corpus.nearMiss(nearMiss, i));
        }
      }
    }
    return corpus;
  }

  /** Texts with one value each that is to be found. */
  List<Sample> values() {
    return List.copyOf(values);
  }

  /** Texts in which nothing is to be found. */
  List<Sample> nearMisses() {
    return List.copyOf(nearMisses);
  }

  private void addValues(BuiltIn kind, Country country, int count) {
    for (int i = 0; i < count; i++) {
      values.add(value(kind, country, i));
    }
  }

  /** Of five texts two are sentences, one a field, one JSON, and one a line of a log or of CSV. */
  private Sample value(BuiltIn kind, Country country, int index) {
    List<String> names = Values.names(kind);
    String name = names.get(random.nextInt(names.size()));
    boolean table = index % 10 == 9 && Values.TELLING.contains(kind);
    // Spaces end a value in a log, and lines end its lines.
    boolean log = index % 5 == 4 && !table && kind != BuiltIn.PRIVATE_KEY;
    String value = Values.make(kind, country, random, table);
    return switch (index % 5) {
      case 0, 1 -> sentence(kind, value);
      case 2 -> mark(wrapped(kind, value), name, kind, value);
      case 3 -> {
        String escaped = value.replace("\n", "\\n");
        yield mark(json(name, wrapped(kind, escaped)), "", kind, escaped);
      }
      default -> {
        String whole = wrapped(kind, value);
        String text = table ? csv(name, whole) : log ? log(name, whole) : name + ":\n" + whole;
        yield mark(text, "", kind, value);
      }
    };
  }

  private Sample sentence(BuiltIn kind, String value) {
    String saying = sayings.about(kind.label(), random);
    return mark(saying.replace(Sayings.PLACE, value), "", kind, value);
  }

  /** A password stands in the middle of an address. */
  private static String wrapped(BuiltIn kind, String value) {
    return kind == BuiltIn.URL_PASSWORD ? "mysql://app:" + value + "@db.example.net/shop" : value;
  }

  private static String json(String name, String value) {
    return "{\"id\": 4711, \"city\": \"Oslo\", \""
        + name
        + "\": \""
        + value
        + "\", \"open\": true}";
  }

  private static String log(String name, String value) {
    return "09:30:12.482 INFO orders.Import - user=c-4711 " + name + "=" + value + " took=12ms";
  }

  private static String csv(String name, String value) {
    return "id;name;" + name + ";city\n4711;Berg;" + value + ";Oslo\n";
  }

  private static Sample mark(String text, String name, BuiltIn kind, String value) {
    int start = text.indexOf(value);
    return new Sample(
        text, name, Optional.of(new Sample.Mark(kind, start, start + value.length())));
  }

  private Sample nearMiss(NearMiss nearMiss, int index) {
    String value = nearMiss.make(random);
    String name = nearMiss.fieldName();
    String saying = sayings.about(nearMiss.subject(), random);
    return switch (index % 6) {
      case 0, 1 -> plain(saying.replace(Sayings.PLACE, value), "");
      case 2 -> plain(value, name);
      case 3 -> plain(json(name, value.replace("\n", "\\n")), "");
      case 4 -> plain(log(name, value), "");
      default -> plain(csv(name, value), "");
    };
  }

  private static Sample plain(String text, String name) {
    return new Sample(text, name, Optional.empty());
  }
}
