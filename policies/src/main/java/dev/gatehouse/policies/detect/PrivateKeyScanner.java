package dev.gatehouse.policies.detect;

/**
 * Finds private keys: in PEM, OpenSSH's and OpenPGP's armour, PuTTY's files, age's form, and
 * WireGuard's where a name tells.
 *
 * <p>A key between two lines that has lost the second reaches to the end of the text. Source: RFC
 * 7468, RFC 9580 §6.2, the documentation of PuTTY (appendix C), of age and of wg(8).
 */
final class PrivateKeyScanner {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LABEL_CHARACTERS_MAX = 60;

  private static final String PUTTY = "PuTTY-User-Key-File-";
  private static final String PUTTY_LAST = "Private-MAC:";
  private static final int PUTTY_MAC_CHARACTERS_MAX = 70;

  private static final KeyShape AGE = KeyShape.of("AGE-SECRET-KEY-1 u58");
  private static final KeyShape AGE_POST_QUANTUM = KeyShape.of("AGE-SECRET-KEY-PQ-1 u58+");

  /** 32 bytes in base64. */
  private static final int WIREGUARD_CHARACTERS = 44;

  private static final int WIREGUARD_NAME_WITHIN = 24;
  private static final ContextWords WIREGUARD =
      ContextWords.of("private key", "preshared key", "privatekey", "presharedkey", "wg genkey");

  private final BuiltIn kind;

  private PrivateKeyScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    PrivateKeyScanner scanner = new PrivateKeyScanner(kind);
    triggers.onMark(kind, '-', scanner::armour);
    triggers.onBeginning(kind, PUTTY, scanner::putty);
    triggers.onBeginning(kind, AGE.beginning(), scanner::age);
    triggers.onTokens(kind, scanner::wireGuard);
  }

  private void armour(Passage passage, int begin, Findings findings) {
    String text = passage.text();
    if (!text.startsWith(BEGIN, begin) || begin < findings.endOf(kind)) {
      return;
    }
    int label = begin + BEGIN.length();
    int labelEnd =
        text.indexOf(DASHES, label, Math.min(text.length(), label + LABEL_CHARACTERS_MAX));
    if (labelEnd < 0 || !text.substring(label, labelEnd).contains("PRIVATE KEY")) {
      return;
    }
    int last = text.indexOf(END, labelEnd);
    int lastEnd = last < 0 ? -1 : text.indexOf(DASHES, last + END.length());
    findings.add(kind, begin, lastEnd < 0 ? text.length() : lastEnd + DASHES.length());
  }

  private void putty(Passage passage, int start, Findings findings) {
    String text = passage.text();
    if (!text.startsWith(PUTTY, start) || start < findings.endOf(kind)) {
      return;
    }
    int last = text.indexOf(PUTTY_LAST, start);
    if (last < 0) {
      findings.add(kind, start, text.length());
      return;
    }
    int end = last + PUTTY_LAST.length();
    int limit = Math.min(text.length(), end + PUTTY_MAC_CHARACTERS_MAX);
    while (end < limit && (text.charAt(end) == ' ' || passage.isAlphanumeric(end))) {
      end++;
    }
    findings.add(kind, start, end);
  }

  private void age(Passage passage, int start, Findings findings) {
    int end = AGE.endIn(passage.text(), start);
    int found = end > 0 ? end : AGE_POST_QUANTUM.endIn(passage.text(), start);
    if (found > 0 && start >= findings.endOf(kind)) {
      findings.add(kind, start, found);
    }
  }

  private void wireGuard(Passage passage, int start, int end, Findings findings) {
    // A token may hold the name and its sign: PrivateKey=…
    int key = end - WIREGUARD_CHARACTERS;
    boolean separate = key >= start && (key == start || passage.at(key - 1) == '=');
    if (separate
        && passage.at(end - 1) == '='
        && passage.at(end - 2) != '='
        && KeyCharacters.isMixed(passage.text(), key, end - 1)
        && WIREGUARD.tell(passage, key, WIREGUARD_NAME_WITHIN)) {
      findings.add(kind, key, end);
    }
  }
}
