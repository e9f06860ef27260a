package dev.gatehouse.policies.detect;

import java.util.List;

/**
 * Finds secrets that do not begin in a way of their own.
 *
 * <p>Amazon's secret keys are 40 characters of base64, Azure's storage keys 88; by themselves they
 * are taken for secrets only if they are as mixed as random characters are, and Azure's only with
 * the signature that Azure writes into them. After a telling name the value is taken as it is.
 * Source: "Common Annotated Security Keys" of Microsoft for the signatures.
 */
final class BareSecrets {
  private static final int AWS_SECRET_CHARACTERS = 40;

  /** 64 bytes, without the two signs that fill them up. */
  private static final int AZURE_KEY_CHARACTERS = 86;

  /** Lines of blocks have 64 or 76. */
  private static final int LINE_CHARACTERS = 60;

  private static final List<String> AZURE_SIGNATURES =
      List.of("+ASt", "+ASb", "+AEh", "+ARm", "+AIoT", "ACDb", "AzFu", "AzSe", "APIM", "JQQJ99");

  private static final int VALUE_CHARACTERS_MIN = 20;

  private static final List<String> TELLING_NAMES =
      List.of(
          "AccountKey=",
          "SharedAccessKey=",
          "SharedAccessSignature=",
          "aws_secret_access_key=",
          "AWS_SECRET_ACCESS_KEY=",
          "AZURE_STORAGE_KEY=",
          "sig=");

  /** The letters that these names end with, before the sign, and those before them. */
  private static final String LAST_LETTERS = "eygY";

  private static final String LETTERS_BEFORE = "reiE";

  private final String text;
  private final Findings findings;

  BareSecrets(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  void scanWord(int start, int end) {
    int at = start;
    while (at < end) {
      char c = text.charAt(at);
      if (c == 'Q' && at + 1 < end && text.charAt(at + 1) == '~') {
        scanEntraSecret(at, start, end);
      }
      if (c == '=') {
        scanNamedValue(at + 1, start, end);
      }
      if (!KeyCharacters.isBase64(c)) {
        at++;
        continue;
      }
      int runEnd = endOfRun(at + 1, end);
      scanRun(at, runEnd, start, end);
      at = runEnd;
    }
  }

  /** Where the row of base64 ends, or the mark of Entra ID in it begins. */
  private int endOfRun(int start, int end) {
    int at = start;
    while (at < end && KeyCharacters.isBase64(text.charAt(at))) {
      if (text.charAt(at) == 'Q' && at + 1 < text.length() && text.charAt(at + 1) == '~') {
        break;
      }
      at++;
    }
    return at;
  }

  private void scanRun(int start, int end, int wordStart, int wordEnd) {
    int length = end - start;
    if (length != AWS_SECRET_CHARACTERS && length != AZURE_KEY_CHARACTERS) {
      return;
    }
    boolean begins = start == wordStart || text.charAt(start - 1) == '=';
    if (!begins || !KeyCharacters.isMixed(text, start, end)) {
      return;
    }
    boolean ends = end == wordEnd || (end + 1 == wordEnd && text.charAt(end) == '.');
    if (length == AWS_SECRET_CHARACTERS && ends && !endsBlock(wordStart)) {
      findings.add(BuiltIn.CLOUD_KEY, start, end);
    } else if (length == AZURE_KEY_CHARACTERS && text.startsWith("==", end)) {
      String key = text.substring(start, end);
      if (AZURE_SIGNATURES.stream().anyMatch(key::contains)) {
        findings.add(BuiltIn.CLOUD_KEY, start, end + 2);
      }
    }
  }

  /** Whether a line of base64 stands above this one: then it is the last of a certificate. */
  private boolean endsBlock(int start) {
    int lineEnd = start - 1;
    int at = lineEnd;
    while (at > 0
        && lineEnd - at < LINE_CHARACTERS
        && KeyCharacters.isBase64(text.charAt(at - 1))) {
      at--;
    }
    return lineEnd - at == LINE_CHARACTERS && text.charAt(lineEnd) == '\n';
  }

  /** A value that begins here, after an equals sign, if the name before it tells of a secret. */
  private void scanNamedValue(int start, int wordStart, int wordEnd) {
    boolean told =
        start - 3 >= wordStart
            && LAST_LETTERS.indexOf(text.charAt(start - 2)) >= 0
            && LETTERS_BEFORE.indexOf(text.charAt(start - 3)) >= 0;
    if (!told
        || wordEnd - start < VALUE_CHARACTERS_MIN
        || start < findings.endOf(BuiltIn.CLOUD_KEY)) {
      return;
    }
    for (String name : TELLING_NAMES) {
      int nameStart = start - name.length();
      if (nameStart >= wordStart && text.startsWith(name, nameStart)) {
        findings.add(BuiltIn.CLOUD_KEY, start, wordEnd);
        return;
      }
    }
  }

  /** A client secret of Entra ID: three characters, a digit, {@code Q~}, 31 to 34 characters. */
  private void scanEntraSecret(int at, int wordStart, int wordEnd) {
    int start = at - 4;
    int end = at + 2;
    while (end < wordEnd && end - at <= 2 + 35 && isEntra(text.charAt(end))) {
      end++;
    }
    int tail = end - at - 2;
    if (start >= wordStart
        && text.charAt(at - 1) >= '0'
        && text.charAt(at - 1) <= '9'
        && tail >= 31
        && tail <= 34) {
      findings.add(BuiltIn.CLOUD_KEY, start, end);
    }
  }

  private static boolean isEntra(char c) {
    return KeyCharacters.isAlphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '~';
  }
}
