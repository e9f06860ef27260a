package dev.gatehouse.policies.detect;

import java.util.List;

/**
 * Finds telephone numbers: international ones anywhere, national ones in a typical form or near a
 * word such as {@code tel}.
 *
 * <p>A number with a plus sign needs a calling code and a length that numbers there have. Without
 * it, {@code (212) 555-0123}, {@code 01 23 45 67 89}, {@code 020 7946 0958} and {@code 030/1234567}
 * are told by their form, and all else by what stands beside it. Numbering plans are asked only
 * about candidates of at most {@link TelephonePlans#DIGITS_MAX} digits.
 */
final class PhoneScanner {
  private static final int GAP_CHARACTERS_MAX = 3;

  /** From here on a further group is a number of its own, as in {@code +49 170 1234567 2026}. */
  private static final int DIGITS_ENOUGH = 12;

  private static final int NATIONAL_DIGITS_MAX = 13;

  private static final List<String> OTHER_NUMBERS =
      List.of(
          "order",
          "orders",
          "invoice*",
          "ticket*",
          "tracking*",
          "sku",
          "isbn",
          "ean",
          "version*",
          "build",
          "commit*",
          "uuid",
          "timestamp*",
          "account*",
          "card*",
          "iban",
          "amount*",
          "total",
          "price*",
          "date*",
          "id",
          "ids",
          "bestell*",
          "rechnung*",
          "commande*",
          "facture*",
          "pedido*",
          "factura*",
          "fattura*");

  private static final String WORDS =
      "phone*, telephone*, tel, tels, telefon*, telefoon*, telefono*, tlf, tfno, tfn movil, mobile,"
          + " mobile*, mobil*, mob, cell, cells, cellphone*, cellular*, celular*, cellulare*,"
          + " handy*, fax, faxes, portable, movil*, gsm, whatsapp, sms, hotline, landline, komork*,"
          + " puhelin*, telemovel*, telemobil*, mobiel*, rufnummer*, durchwahl*, fon, msisdn,"
          + " contact number, call me, reach me, *电话, *電話, *手机, *手機, *携帯, *전화, *טלפון, *елефон,"
          + " *τηλ, *هاتف";

  private final BuiltIn kind;
  private final TellingWords words;

  private PhoneScanner(BuiltIn kind) {
    this.kind = kind;
    this.words = TellingWords.of(kind, WORDS, OTHER_NUMBERS);
  }

  static void register(Triggers triggers, BuiltIn kind) {
    PhoneScanner scanner = new PhoneScanner(kind);
    triggers.onMark(kind, '+', scanner::atPlus);
    triggers.onDigits(
        kind, TelephonePlans.DIGITS_MIN, TelephonePlans.DIGITS_MAX + 2, scanner::atDigits);
  }

  private void atPlus(Passage text, int plus, Findings findings) {
    if (text.isAlphanumeric(plus - 1) || !(text.isDigit(plus + 1) || text.at(plus + 1) == ' ')) {
      return;
    }
    StringBuilder digits = new StringBuilder(TelephonePlans.DIGITS_MAX + 1);
    int found = -1;
    int at = text.isDigit(plus + 1) ? plus + 1 : plus + 2;
    while (text.isDigit(at)) {
      int group = at;
      while (text.isDigit(at) && digits.length() <= TelephonePlans.DIGITS_MAX) {
        digits.append(text.at(at++));
      }
      // In `+49 (0)30 123456` the trunk prefix is no part of the number.
      if (at - group == 1 && text.at(group - 1) == '(' && text.at(group) == '0') {
        digits.setLength(digits.length() - 1);
      }
      if (TelephonePlans.isPossible(digits.toString())) {
        found = at;
      }
      if (text.isAlphanumeric(at) || (found == at && digits.length() >= DIGITS_ENOUGH)) {
        break;
      }
      at = afterGap(text, at);
    }
    if (found > 0 && !text.isAlphanumeric(found)) {
      findings.add(kind, plus, found);
    }
  }

  private static int afterGap(Passage text, int start) {
    int at = start;
    while (at - start < GAP_CHARACTERS_MAX && isGap(text.at(at))) {
      at++;
    }
    return at;
  }

  private static boolean isGap(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
  }

  private void atDigits(DigitRun run, Findings findings) {
    if (!mayBegin(run) || !run.standsAlone() || isJoined(run)) {
      return;
    }
    if (hasForm(run) || isTold(run)) {
      int start = run.passage().at(run.start() - 1) == '(' ? run.start() - 1 : run.start();
      findings.add(kind, start, run.end());
    }
  }

  /** Parts of a row are looked at only where a number would begin there. */
  private static boolean mayBegin(DigitRun run) {
    return run.digit(0) == 0 || run.isWholeRow() || isAmericanForm(run);
  }

  /** Whether a dash, a point or the like joins further digits to it. */
  private static boolean isJoined(DigitRun run) {
    Passage text = run.passage();
    char before = text.at(run.start() - 1);
    char after = text.at(run.end());
    return (before != ' ' && before != '(' && isGap(before) && text.isDigit(run.start() - 2))
        || (after != ' ' && after != ')' && isGap(after) && text.isDigit(run.end() + 1))
        || "+$€£".indexOf(before) >= 0
        || after == '%';
  }

  private static boolean hasForm(DigitRun run) {
    return isAmericanForm(run)
        || isFrenchForm(run)
        || isBritishForm(run)
        || isAreaForm(run)
        || isInternationalForm(run);
  }

  /** As in {@code (212) 555-0123}, {@code 212-555-0123} and {@code 1-212-555-0123}. */
  private static boolean isAmericanForm(DigitRun run) {
    boolean long1 = run.hasGroups(1, 3, 3, 4) && run.digit(0) == 1;
    if (!long1 && !run.hasGroups(3, 3, 4)) {
      return false;
    }
    boolean isBracketed =
        !long1
            && run.passage().at(run.start() - 1) == '('
            && run.gapAfter(0).startsWith(")")
            && !run.gapAfter(1).contains("(");
    boolean isSpelled = isBracketed || run.hasGaps('-') || run.hasGaps('.');
    return isSpelled && TelephonePlans.isNorthAmerican(run.number().substring(long1 ? 1 : 0));
  }

  /** As in {@code 01 23 45 67 89}. */
  private static boolean isFrenchForm(DigitRun run) {
    return run.hasGroups(2, 2, 2, 2, 2)
        && run.digit(0) == 0
        && run.digit(1) > 0
        && (run.hasGaps(' ') || run.hasGaps('.'));
  }

  /** As in {@code 020 7946 0958}, {@code 0161 496 0123} and {@code 07700 900123}. */
  private static boolean isBritishForm(DigitRun run) {
    boolean isGrouped =
        run.hasGroups(3, 4, 4)
            || run.hasGroups(4, 3, 4)
            || run.hasGroups(5, 6)
            || run.hasGroups(5, 3, 3);
    return isGrouped
        && run.digit(0) == 0
        && "12378".indexOf('0' + run.digit(1)) >= 0
        && run.hasGaps(' ');
  }

  /** As in {@code (030) 1234567} and {@code 030/1234567}. */
  private static boolean isAreaForm(DigitRun run) {
    if (run.groups() < 2 || run.digit(0) != 0 || run.groupSize(0) < 3 || run.groupSize(0) > 6) {
      return false;
    }
    String gap = run.gapAfter(0);
    boolean isBracketed = run.passage().at(run.start() - 1) == '(' && gap.startsWith(")");
    boolean isSlashed = gap.strip().equals("/") && run.groupSize(1) >= 3;
    return (isBracketed || isSlashed) && run.count() >= 8;
  }

  /** As in {@code 0049 30 123456}. */
  private static boolean isInternationalForm(DigitRun run) {
    return run.groups() >= 2
        && run.digit(0) == 0
        && run.digit(1) == 0
        && run.digit(2) > 0
        && run.groupSize(0) <= 5
        && (run.hasGaps(' ') || run.hasGaps('-'))
        && TelephonePlans.isPossible(run.number().substring(2));
  }

  private boolean isTold(DigitRun run) {
    boolean isNational =
        run.count() <= NATIONAL_DIGITS_MAX && (run.groups() == 1 || run.groupSize(0) >= 2);
    return isNational && words.tell(run.passage(), run.start(), run.end()) != 0;
  }
}
