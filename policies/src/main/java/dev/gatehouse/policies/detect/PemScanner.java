package dev.gatehouse.policies.detect;

/**
 * Finds private keys between the two lines that PEM puts around them; one without its last line
 * reaches to the end.
 *
 * <p>Source: RFC 7468, and the armour of OpenPGP (RFC 9580 §6.2).
 */
final class PemScanner {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LABEL_CHARACTERS_MAX = 60;

  private final BuiltIn kind;

  private PemScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onMark(kind, '-', new PemScanner(kind)::at);
  }

  private void at(Passage passage, int begin, Findings findings) {
    String text = passage.text();
    if (begin < findings.endOf(kind) || !text.startsWith(BEGIN, begin)) {
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
}
