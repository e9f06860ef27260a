package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.id.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Words that tell of which kinds a number beside them may be, of all kinds at once.
 *
 * <p>A number is told by the object key it stands at, by what stands before it, and by what follows
 * up to the next number. A word such as {@code order} that stands nearer takes back what was told.
 * Immutable once the scanners are registered; each question reads a bounded window.
 */
final class TellingWords {
  /** As far as a label stands from its number in a form or a sentence. */
  private static final int BEFORE_CHARACTERS = 48;

  /** As in {@code 943 476 5919 (NHS number)}. */
  private static final int AFTER_CHARACTERS = 24;

  /** Words of other numbers. */
  static final List<String> OTHER_NUMBERS =
      List.of(
          "order",
          "orders",
          "invoice*",
          "ticket*",
          "tracking*",
          "sku",
          "isbn",
          "ean",
          "upc",
          "gtin",
          "imei",
          "phone*",
          "tel",
          "telephone*",
          "fax",
          "mobile",
          "version*",
          "build",
          "commit*",
          "uuid",
          "timestamp*",
          "bestell*",
          "auftrag*",
          "rechnung*",
          "commande*",
          "facture*",
          "pedido*",
          "factura*",
          "fattura*",
          "ordine*",
          "zamowieni*",
          "amount*",
          "price*",
          "total");

  /** What may follow an abbreviation without a space, as in {@code bsnnr} and {@code ssnNumber}. */
  private static final Set<String> NUMBER_WORDS =
      Set.of("", "s", "no", "nr", "num", "number", "nummer", "numero", "numer", "id", "code");

  /** Two letters are five bits each. */
  private static final int LETTER_PAIRS = 1 << 10;

  /** By their first two letters. */
  private final List<List<Phrase>> phrases =
      new ArrayList<>(Collections.nCopies(LETTER_PAIRS, List.of()));

  private final List<Phrase> anywhere = new ArrayList<>();

  TellingWords(List<String> takingBack) {
    takingBack.forEach(word -> add(0, word));
  }

  /** Words of one kind, as in {@link Identifier}, divided by commas. */
  static TellingWords of(BuiltIn kind, String words, List<String> takingBack) {
    TellingWords telling = new TellingWords(takingBack);
    Stream.of(words.split(",")).map(String::strip).forEach(word -> telling.add(kind.bit(), word));
    return telling;
  }

  /** One of the words of some kinds; of none if it takes back. */
  private record Phrase(String text, boolean isBeginning, long kinds) {
    /** Whether this stands where a word begins. */
    boolean isAt(PlainWords words, int at) {
      int end = at + text.length();
      if (end > words.length()) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (words.at(at + i) != text.charAt(i)) {
          return false;
        }
      }
      return isBeginning || NUMBER_WORDS.contains(words.upToSpace(end));
    }
  }

  /** What is told, and whether some of it was taken back. */
  private record Told(long kinds, boolean isTakenBack) {}

  void add(BuiltIn kind, Identifier identifier) {
    identifier.words().forEach(word -> add(kind.bit(), word));
  }

  private void add(long kinds, String word) {
    if (word.startsWith("*")) {
      anywhere.add(new Phrase(word.substring(1), false, kinds));
      return;
    }
    boolean isBeginning = word.endsWith("*");
    String text = isBeginning ? word.substring(0, word.length() - 1) : word;
    put(new Phrase(text, isBeginning, kinds));
    String joined = text.replace(" ", "");
    if (!joined.equals(text) && joined.length() > 3) {
      put(new Phrase(joined, isBeginning, kinds));
    }
  }

  private void put(Phrase phrase) {
    int key = key(phrase.text.charAt(0), phrase.text.charAt(1));
    List<Phrase> all = new ArrayList<>(phrases.get(key));
    all.add(phrase);
    phrases.set(key, List.copyOf(all));
  }

  /** The kinds, as bits, that are told of what stands in this range. */
  long tell(Passage passage, int start, int end) {
    String text = passage.text();
    int from = Math.max(0, start - BEFORE_CHARACTERS);
    while (from > 0 && from < start && Character.isLetterOrDigit(text.charAt(from - 1))) {
      from++;
    }
    Told name = read(new Told(0, false), passage.name(), 0, passage.name().length());
    Told before = read(new Told(name.kinds, false), text, from, start);
    if (before.isTakenBack) {
      return before.kinds;
    }
    return before.kinds | read(new Told(0, false), text, end, endOfAfter(text, end)).kinds;
  }

  /** What follows belongs to this number up to the next one, or to the end of the line. */
  private static int endOfAfter(String text, int start) {
    int limit = Math.min(text.length(), start + AFTER_CHARACTERS);
    int at = start;
    while (at < limit) {
      char c = text.charAt(at);
      if ((c >= '0' && c <= '9') || c == '\n' || c == ':' || c == '"') {
        return at;
      }
      at++;
    }
    return at;
  }

  private Told read(Told before, String text, int start, int end) {
    if (start >= end) {
      return before;
    }
    PlainWords words = new PlainWords(end - start);
    boolean isForeign = words.spell(text, start, end);
    long told = before.kinds;
    boolean isTakenBack = before.isTakenBack;
    for (int at = 0; at < words.length(); at = words.afterSpace(at)) {
      List<Phrase> some = phrases.get(key(words.at(at), words.at(at + 1)));
      for (int i = 0; i < some.size(); i++) {
        Phrase phrase = some.get(i);
        if (phrase.isAt(words, at)) {
          told = phrase.kinds == 0 ? 0 : told | phrase.kinds;
          isTakenBack |= phrase.kinds == 0;
        }
      }
    }
    if (isForeign) {
      String window = text.substring(start, end);
      for (Phrase phrase : anywhere) {
        told |= window.contains(phrase.text) ? phrase.kinds : 0;
      }
    }
    return new Told(told, isTakenBack);
  }

  private static int key(char first, char second) {
    return (first & 31) << 5 | (second == ' ' ? 0 : second & 31);
  }
}
