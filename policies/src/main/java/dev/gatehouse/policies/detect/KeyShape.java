package dev.gatehouse.policies.detect;

import java.util.List;

/**
 * How the keys of one issuer look: a fixed beginning, then characters of one alphabet.
 *
 * @param min how many characters must follow the beginning
 * @param exact whether no more may follow
 */
record KeyShape(String prefix, Alphabet alphabet, int min, boolean exact) {
  /** Which characters a key is made of. */
  enum Alphabet {
    UPPER,
    HEX,
    ALPHANUMERIC,
    /** With {@code +}, {@code /} and {@code =}. */
    BASE64,
    /** With {@code _} and {@code -}. */
    URL,
    /** With {@code _}, {@code -} and {@code .}. */
    DOTTED;

    boolean holds(char c) {
      return switch (this) {
        case UPPER -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        case HEX -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        case ALPHANUMERIC -> KeyCharacters.isAlphanumeric(c);
        case BASE64 -> KeyCharacters.isBase64(c) || c == '=';
        case URL -> KeyCharacters.isAlphanumeric(c) || c == '_' || c == '-';
        case DOTTED -> KeyCharacters.isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
      };
    }
  }

  /** The shapes that are looked for. A beginning that is part of another comes after it. */
  static final List<KeyShape> ALL =
      List.of(
          // Amazon: access keys, long-lived and temporary, bearer tokens, context-specific.
          exactly("AKIA", Alphabet.UPPER, 16),
          exactly("ASIA", Alphabet.UPPER, 16),
          exactly("ABIA", Alphabet.UPPER, 16),
          exactly("ACCA", Alphabet.UPPER, 16),
          // Google: API keys, OAuth tokens, OAuth client secrets.
          exactly("AIza", Alphabet.URL, 35),
          atLeast("ya29.", Alphabet.URL, 20),
          exactly("GOCSPX-", Alphabet.URL, 28),
          // GitHub, GitLab.
          atLeast("ghp_", Alphabet.ALPHANUMERIC, 36),
          atLeast("gho_", Alphabet.ALPHANUMERIC, 36),
          atLeast("ghu_", Alphabet.ALPHANUMERIC, 36),
          atLeast("ghs_", Alphabet.URL, 36),
          atLeast("ghr_", Alphabet.ALPHANUMERIC, 36),
          atLeast("github_pat_", Alphabet.URL, 22),
          atLeast("glpat-", Alphabet.DOTTED, 20),
          // Slack.
          atLeast("xoxa-", Alphabet.URL, 10),
          atLeast("xoxb-", Alphabet.URL, 10),
          atLeast("xoxe-", Alphabet.URL, 10),
          atLeast("xoxe.xoxp-", Alphabet.URL, 10),
          atLeast("xoxo-", Alphabet.URL, 10),
          atLeast("xoxp-", Alphabet.URL, 10),
          atLeast("xoxr-", Alphabet.URL, 10),
          atLeast("xoxs-", Alphabet.URL, 10),
          atLeast("xapp-", Alphabet.URL, 20),
          // Stripe: secret and restricted keys, webhook secrets.
          atLeast("sk_live_", Alphabet.ALPHANUMERIC, 10),
          atLeast("sk_test_", Alphabet.ALPHANUMERIC, 10),
          atLeast("rk_live_", Alphabet.ALPHANUMERIC, 10),
          atLeast("rk_test_", Alphabet.ALPHANUMERIC, 10),
          atLeast("whsec_", Alphabet.BASE64, 24),
          // Makers of models.
          atLeast("sk-ant-", Alphabet.URL, 20),
          atLeast("sk-proj-", Alphabet.URL, 20),
          atLeast("sk-svcacct-", Alphabet.URL, 20),
          atLeast("sk-", Alphabet.ALPHANUMERIC, 32),
          atLeast("hf_", Alphabet.ALPHANUMERIC, 30),
          // Registries, clouds, services.
          exactly("npm_", Alphabet.ALPHANUMERIC, 36),
          atLeast("pypi-AgEI", Alphabet.URL, 50),
          atLeast("dckr_pat_", Alphabet.URL, 20),
          atLeast("SG.", Alphabet.DOTTED, 60),
          exactly("dop_v1_", Alphabet.HEX, 64),
          exactly("doo_v1_", Alphabet.HEX, 64),
          exactly("dapi", Alphabet.HEX, 32),
          atLeast("hvs.", Alphabet.URL, 24),
          exactly("shpat_", Alphabet.HEX, 32),
          exactly("shpss_", Alphabet.HEX, 32),
          exactly("shpca_", Alphabet.HEX, 32),
          atLeast("ATATT3", Alphabet.URL, 50),
          atLeast("lin_api_", Alphabet.ALPHANUMERIC, 32),
          atLeast("glsa_", Alphabet.URL, 32),
          exactly("AGE-SECRET-KEY-1", Alphabet.UPPER, 58));

  /** Where a key of this shape that begins here ends, or −1. */
  int endIn(String text, int start) {
    if (!text.startsWith(prefix, start)) {
      return -1;
    }
    int body = start + prefix.length();
    int end = body;
    // An exact shape is given up after one character too many: a row of beginnings stays linear.
    int limit = exact ? Math.min(text.length(), body + min + 1) : text.length();
    while (end < limit && alphabet.holds(text.charAt(end))) {
      end++;
    }
    int length = end - body;
    return length == min || (length > min && !exact) ? end : -1;
  }

  private static KeyShape exactly(String prefix, Alphabet alphabet, int characters) {
    return new KeyShape(prefix, alphabet, characters, true);
  }

  private static KeyShape atLeast(String prefix, Alphabet alphabet, int characters) {
    return new KeyShape(prefix, alphabet, characters, false);
  }
}
