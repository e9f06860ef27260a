package dev.gatehouse.policies.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the keys of clouds and services, and private keys in PEM form.
 *
 * <p>Walks over words; only a word long enough to hold a key is looked at: for the beginnings of
 * {@link KeyShape}, for secrets after a telling name such as {@code AccountKey=}, and for bare
 * secrets of Amazon's and Azure's shape. What follows a beginning is either found, and passed over,
 * or given up within the shape's bound: linear.
 */
final class CloudKeyScanner {
  static final int WORD_CHARACTERS_MIN = 14;

  private static final List<List<KeyShape>> SHAPES_BY_FIRST = byFirst();

  private final String text;
  private final Findings findings;
  private final BareSecrets bare;

  CloudKeyScanner(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
    this.bare = new BareSecrets(text, findings);
  }

  void scan() {
    int at = 0;
    while (at < text.length()) {
      if (!KeyCharacters.isWord(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at + 1;
      while (end < text.length() && KeyCharacters.isWord(text.charAt(end))) {
        end++;
      }
      if (end - at >= WORD_CHARACTERS_MIN) {
        scanWord(at, end);
      }
      at = end;
    }
    scanPem();
  }

  private void scanWord(int start, int end) {
    int at = start;
    while (at < end) {
      boolean begins = at == 0 || !KeyCharacters.isAlphanumeric(text.charAt(at - 1));
      int keyEnd = begins ? endOfKey(at) : -1;
      if (keyEnd > 0) {
        findings.add(Detector.CLOUD_KEY, at, keyEnd);
        at = keyEnd;
      } else {
        at++;
      }
    }
    bare.scanWord(start, end);
  }

  /** The end of a key that begins here, or −1. */
  private int endOfKey(int start) {
    char first = text.charAt(start);
    for (KeyShape shape : SHAPES_BY_FIRST.get(first)) {
      int end = shape.endIn(text, start);
      if (end > 0) {
        return end;
      }
    }
    return -1;
  }

  /** Private keys between their two lines; one without its last line reaches to the end. */
  private void scanPem() {
    int begin = text.indexOf("-----BEGIN ");
    while (begin >= 0) {
      int label = begin + "-----BEGIN ".length();
      int labelEnd = text.indexOf("-----", label);
      if (labelEnd < 0) {
        return;
      }
      int next = labelEnd;
      if (labelEnd - label <= 60 && text.substring(label, labelEnd).contains("PRIVATE KEY")) {
        int last = text.indexOf("-----END ", labelEnd);
        int lastEnd = last < 0 ? -1 : text.indexOf("-----", last + "-----END ".length());
        next = lastEnd < 0 ? text.length() : lastEnd + "-----".length();
        findings.add(Detector.CLOUD_KEY, begin, next);
      }
      begin = text.indexOf("-----BEGIN ", next);
    }
  }

  private static List<List<KeyShape>> byFirst() {
    List<List<KeyShape>> byFirst = new ArrayList<>();
    for (char first = 0; first < 0x80; first++) {
      char wanted = first;
      byFirst.add(
          KeyShape.ALL.stream().filter(shape -> shape.prefix().charAt(0) == wanted).toList());
    }
    return List.copyOf(byFirst);
  }
}
