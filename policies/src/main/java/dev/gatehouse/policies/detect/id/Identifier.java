package dev.gatehouse.policies.detect.id;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A kind of identifier: how it is spelled, what stands beside it, and what its check is.
 *
 * <p>Shape of a spelling: {@code 0} stands for a digit, {@code A} for a letter, {@code #} for
 * either, anything else for itself. Shape of a word: {@code tax id} is found as {@code tax id},
 * {@code tax-ID}, {@code taxId} and {@code TAX_ID}; {@code personnummer*} begins a word, and {@code
 * *番号} stands anywhere.
 *
 * @param telling spellings that are enough by themselves, in capitals, with these separators
 * @param plain further spellings, which need one of the words; separators and case are free there
 * @param words what stands beside it, in the languages of the country and in English
 * @param check whether characters without separators are such an identifier
 * @param stands what of them need no word in a telling spelling
 */
public record Identifier(
    String label,
    List<String> telling,
    List<String> plain,
    List<String> words,
    Predicate<String> check,
    Predicate<String> stands) {
  public Identifier {
    telling = List.copyOf(telling);
    plain = List.copyOf(plain);
    words = List.copyOf(words);
    if (telling.isEmpty() && plain.isEmpty()) {
      throw new IllegalArgumentException("no spelling of " + label);
    }
  }

  /** Whether these characters, in capitals and without separators, are such an identifier. */
  public boolean accepts(String characters) {
    return check.test(characters);
  }

  /** This, with further words. */
  Identifier alsoNear(List<String> further) {
    List<String> all = Stream.concat(words.stream(), further.stream()).distinct().toList();
    return new Identifier(label, telling, plain, all, check, stands);
  }

  /** An identifier whose spellings and words are still to be said. */
  static Spelled named(String label, Predicate<String> check) {
    return new Spelled(label, check, List.of(), List.of());
  }

  /** An identifier in the making. */
  record Spelled(String label, Predicate<String> check, List<String> telling, List<String> plain) {
    Spelled telling(String... spellings) {
      return new Spelled(label, check, List.of(spellings), plain);
    }

    Spelled plain(String... spellings) {
      return new Spelled(label, check, telling, List.of(spellings));
    }

    Identifier near(String words) {
      return near(words, characters -> true);
    }

    Identifier near(String words, Predicate<String> stands) {
      List<String> list = Stream.of(words.split(",")).map(String::strip).toList();
      return new Identifier(label, telling, plain, list, check, stands);
    }
  }
}
