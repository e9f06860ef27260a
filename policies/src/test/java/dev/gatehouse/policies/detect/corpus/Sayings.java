package dev.gatehouse.policies.detect.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What people write around values, by language.
 *
 * <p>Shape: {@code sayings/de.txt}, one sentence a line: {@code iban: Unser Konto ist {}.}
 */
final class Sayings {
  /** Where the value stands in a sentence. */
  static final String PLACE = "{}";

  private static final Path FOLDER = Path.of("src/test/resources/corpus/sayings");

  private final Map<String, List<String>> bySubject;

  private Sayings(Map<String, List<String>> bySubject) {
    this.bySubject = bySubject;
  }

  static Sayings of(Locale locale) {
    Map<String, List<String>> bySubject = new HashMap<>();
    try {
      for (String line : Files.readAllLines(FOLDER.resolve(locale.getLanguage() + ".txt"))) {
        int colon = line.indexOf(": ");
        if (!line.startsWith("#") && colon > 0) {
          bySubject
              .computeIfAbsent(line.substring(0, colon), subject -> new ArrayList<>())
              .add(line.substring(colon + 2).replace("\\n", "\n"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sayings(bySubject);
  }

  /** One of the sentences about this subject. */
  String about(String subject, Random random) {
    List<String> all = bySubject.get(subject);
    if (all == null) {
      throw new IllegalArgumentException("nothing is said about " + subject);
    }
    return all.get(random.nextInt(all.size()));
  }
}
