package dev.gatehouse.policies.detect;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds business identifier codes of banks near a word that tells of them, since they have no
 * check: {@code DEUTDEFF} is as good a word as {@code DISCOUNT}.
 *
 * <p>Source: ISO 9362:2022: four characters of the party, a country, two of the location, and three
 * of a branch or none.
 */
final class BicScanner {
  private static final int CHARACTERS = 8;
  private static final int BRANCH_CHARACTERS = 3;

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final String KOSOVO = "XK";

  private static final String WORDS =
      "bic, bics, swift*, bank code, bank identifier*, business identifier*, codigo swift";

  private final BuiltIn kind;
  private final TellingWords words;

  private BicScanner(BuiltIn kind) {
    this.kind = kind;
    this.words = TellingWords.of(kind, WORDS, List.of("order", "orders", "invoice*"));
  }

  static void register(Triggers triggers, BuiltIn kind) {
    BicScanner scanner = new BicScanner(kind);
    triggers.onWordsOf(kind, CHARACTERS, scanner::at);
    triggers.onWordsOf(kind, CHARACTERS + BRANCH_CHARACTERS, scanner::at);
  }

  private void at(Passage passage, int start, int end, Findings findings) {
    for (int at = start; at < end; at++) {
      boolean isLetter = passage.at(at) >= 'A' && passage.at(at) <= 'Z';
      if (!isLetter && !(at >= start + 6 && passage.isDigit(at))) {
        return;
      }
    }
    String country = passage.text().substring(start + 4, start + 6);
    if ((COUNTRIES.contains(country) || country.equals(KOSOVO))
        && words.tell(passage, start, end) != 0) {
      findings.add(kind, start, end);
    }
  }
}
