package dev.gatehouse.policies.detect;

/**
 * Finds international bank account numbers, with or without gaps.
 *
 * <p>A candidate is a word that begins with a country of the registry and two digits; the check
 * reads exactly as many characters as that country's numbers have, which is at most 34: linear.
 * Source: ISO 13616, and ISO/IEC 7064 (MOD 97-10).
 */
final class IbanScanner {
  private static final int GAP_CHARACTERS_MAX = 2;

  /** Every country's account numbers hold at least these; words do not. */
  private static final int ACCOUNT_DIGITS_MIN = 6;

  /** Countries and how long their numbers are, as in the registry of SWIFT. */
  private static final String REGISTRY =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
          + "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 "
          + "HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 "
          + "MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 "
          + "RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 "
          + "VG24 XK20 YE30 "
          // Not in the registry, though used by banks.
          + "AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 "
          + "MZ25 NE28 SN28 TD27 TG28";

  private static final byte[] LENGTHS = lengths();

  private final BuiltIn kind;

  private IbanScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onMixedWords(kind, new IbanScanner(kind)::at);
  }

  private void at(Passage passage, int word, int wordEnd, Findings findings) {
    boolean announced =
        (passage.at(word) | 0x20) == 'i' && passage.text().regionMatches(true, word, "IBAN", 0, 4);
    int start = announced ? word + 4 : word;
    int end = endOfNumber(passage, start);
    if (end > 0) {
      findings.add(kind, start, end);
    }
  }

  /** The end of the number that begins here, or −1. */
  private static int endOfNumber(Passage text, int start) {
    int first = letter(text.at(start));
    int second = letter(text.at(start + 1));
    if (first < 0 || second < 0 || !text.isDigit(start + 2) || !text.isDigit(start + 3)) {
      return -1;
    }
    int length = LENGTHS[first * 26 + second];
    int check = (text.at(start + 2) - '0') * 10 + text.at(start + 3) - '0';
    if (length == 0 || check < 2 || check > 98) {
      return -1;
    }
    int remainder = 0;
    int letters = 0;
    boolean inFours = true;
    boolean inOne = true;
    int at = start + 4;
    for (int read = 4; read < length; read++) {
      int next = afterGap(text, at);
      inFours &= (next > at) == (read % 4 == 0);
      inOne &= next == at;
      at = next;
      int value = value(text.at(at));
      if (value < 0) {
        return -1;
      }
      letters += value < 10 ? 0 : 1;
      remainder = append(remainder, value);
      at++;
    }
    // Letters in groups of other sizes are words rather than an account.
    boolean hasShape =
        length - 4 - letters >= ACCOUNT_DIGITS_MIN && (inFours || inOne || letters == 0);
    if (!hasShape || value(text.at(at)) >= 0) {
      return -1;
    }
    remainder = append(append(remainder, first + 10), second + 10);
    return (remainder * 100 + check) % 97 == 1 ? at : -1;
  }

  private static int append(int remainder, int value) {
    return (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }

  private static int afterGap(Passage text, int start) {
    int at = start;
    while (at - start < GAP_CHARACTERS_MAX && KeyCharacters.isGap(text.at(at))) {
      at++;
    }
    return at;
  }

  private static int letter(char c) {
    int value = value(c);
    return value >= 10 ? value - 10 : -1;
  }

  /** What a character counts in the check: 0 to 9 and 10 to 35; −1 for any other. */
  private static int value(char c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return c < 0x80 && lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static byte[] lengths() {
    byte[] lengths = new byte[26 * 26];
    for (String country : REGISTRY.split(" ")) {
      int index = (country.charAt(0) - 'A') * 26 + country.charAt(1) - 'A';
      lengths[index] = Byte.parseByte(country.substring(2));
    }
    return lengths;
  }
}
