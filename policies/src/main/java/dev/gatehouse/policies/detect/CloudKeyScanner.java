package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the keys of clouds and services.
 *
 * <p>Where a word begins as keys of an issuer do, the {@link KeyShape} says whether one stands
 * there; long tokens are looked at for {@linkplain BareSecrets secrets without a beginning}, and a
 * few have their mark elsewhere. What follows a beginning is either found, and passed over, or
 * given up within the shape's bound: linear.
 */
final class CloudKeyScanner {
  private static final List<List<KeyShape>> SHAPES_BY_FIRST = byFirst();

  /** What Telegram's bots have before and behind the colon. */
  private static final KeyShape TELEGRAM = KeyShape.of(":AA w32-34");

  private static final int TELEGRAM_DIGITS_MAX = 12;
  private static final int TERRAFORM_ID_CHARACTERS = 14;
  private static final int MAILCHIMP_KEY_CHARACTERS = 32;

  private final BuiltIn kind;

  private CloudKeyScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    CloudKeyScanner scanner = new CloudKeyScanner(kind);
    Triggers.PlaceScanner beginnings = scanner::beginning;
    KeyShapes.ALL.forEach(shape -> triggers.onBeginning(kind, shape.beginning(), beginnings));
    triggers.onMark(kind, ':', scanner::telegram);
    triggers.onMark(kind, '.', scanner::dot);
    triggers.onMixedWords(kind, scanner::mailchimp);
    triggers.onTokens(
        kind,
        (passage, start, end, findings) ->
            new BareSecrets(passage.text(), findings).scanWord(start, end));
  }

  private void beginning(Passage passage, int start, Findings findings) {
    if (start < findings.endOf(kind)) {
      return;
    }
    String text = passage.text();
    char second = text.charAt(start + 1);
    for (KeyShape shape : SHAPES_BY_FIRST.get(text.charAt(start))) {
      boolean begins = shape.beginning().charAt(1) == second && shape.mayBegin(text, start);
      int end = begins ? shape.endIn(text, start) : -1;
      if (end > 0) {
        findings.add(kind, start, end);
        return;
      }
    }
  }

  private void telegram(Passage passage, int colon, Findings findings) {
    int start = colon;
    while (passage.isDigit(start - 1) && colon - start < TELEGRAM_DIGITS_MAX) {
      start--;
    }
    if (colon - start >= 8 && !passage.isAlphanumeric(start - 1)) {
      int end = TELEGRAM.endIn(passage.text(), colon);
      if (end > 0) {
        findings.add(kind, start, end);
      }
    }
  }

  private void dot(Passage passage, int dot, Findings findings) {
    int end = KeyShapes.TERRAFORM.endIn(passage.text(), dot);
    int start = dot - TERRAFORM_ID_CHARACTERS;
    if (end > 0 && start >= 0) {
      findings.add(kind, start, end);
      return;
    }
    discord(passage, dot, findings);
  }

  /** A bot's token of Discord: its number in base64, six characters, and 27 or more. */
  private void discord(Passage passage, int dot, Findings findings) {
    if (passage.at(dot + 7) != '.') {
      return;
    }
    int start = dot;
    while (dot - start <= 28 && passage.isAlphanumeric(start - 1)) {
      start--;
    }
    int length = dot - start;
    char first = passage.at(start);
    int end = DISCORD.endOfParts(passage.text(), dot);
    boolean begins = first == 'M' || first == 'N' || first == 'O';
    if (begins && length >= 23 && length <= 28 && end > 0) {
      findings.add(kind, start, end);
    }
  }

  private static final KeyShape DISCORD = KeyShape.of(". '.' w6 '.' w27-40");

  /** Thirty-two hex digits and the name of a data centre. */
  private void mailchimp(Passage passage, int start, int end, Findings findings) {
    if (end - start != MAILCHIMP_KEY_CHARACTERS
        || !passage.text().startsWith("-us", end)
        || !passage.isDigit(end + 3)) {
      return;
    }
    int last = end + 4;
    while (last < end + 6 && passage.isDigit(last)) {
      last++;
    }
    if (!passage.isAlphanumeric(last)) {
      findings.add(kind, start, last);
    }
  }

  private static List<List<KeyShape>> byFirst() {
    List<List<KeyShape>> byFirst = new ArrayList<>();
    for (char first = 0; first < 0x80; first++) {
      char wanted = first;
      byFirst.add(
          KeyShapes.ALL.stream().filter(shape -> shape.beginning().charAt(0) == wanted).toList());
    }
    return List.copyOf(byFirst);
  }
}
