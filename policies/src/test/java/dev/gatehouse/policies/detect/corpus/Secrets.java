package dev.gatehouse.policies.detect.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Secrets, drawn by lot in the forms that issuers document.
 *
 * <p>Source: the documentation of Amazon, Google, GitHub, GitLab, Slack, Stripe, SendGrid, npm and
 * OpenAI; RFC 7519; RFC 7468.
 */
final class Secrets {
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String ALPHANUMERIC = UPPER + "abcdefghijklmnopqrstuvwxyz" + DIGITS;
  private static final String HEX = DIGITS + "abcdef";

  private static final List<String> WORDS =
      List.of("Sommer", "tiger", "Blue", "korint", "Winter", "gato", "sesam", "River");

  private Secrets() {}

  /** So many of these characters. */
  static String of(String characters, int count, Random random) {
    StringBuilder drawn = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      drawn.append(PersonNumbers.pick(characters, random));
    }
    return drawn.toString();
  }

  static String hex(int count, Random random) {
    return of(HEX, count, random);
  }

  static String cloudKey(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "AKIA" + of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16, random);
      case 1 -> "AIza" + of(ALPHANUMERIC + "_-", 34, random) + of(ALPHANUMERIC, 1, random);
      case 2 -> "ghp_" + of(ALPHANUMERIC, 36, random);
      case 3 -> "glpat-" + of(ALPHANUMERIC, 20, random);
      case 4 ->
          "xoxb-"
              + Checks.digits(random, 12)
              + "-"
              + Checks.digits(random, 12)
              + "-"
              + of(ALPHANUMERIC, 24, random);
      case 5 -> "sk_live_" + of(ALPHANUMERIC, 24, random);
      case 6 -> "SG." + of(ALPHANUMERIC, 22, random) + "." + of(ALPHANUMERIC, 43, random);
      case 7 -> "npm_" + of(ALPHANUMERIC, 36, random);
      case 8 -> "github_pat_" + of(ALPHANUMERIC, 22, random) + "_" + of(ALPHANUMERIC, 59, random);
      default -> "sk-proj-" + of(ALPHANUMERIC, 48, random);
    };
  }

  static String token(Random random) {
    String algorithm = random.nextBoolean() ? "HS256" : "RS256";
    return encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}")
        + "."
        + encoded("{\"sub\":\"" + Checks.digits(random, 10) + "\",\"iat\":1516239022}")
        + "."
        + of(ALPHANUMERIC + "_-", 42, random)
        + of(ALPHANUMERIC, 1, random);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String privateKey(Random random) {
    String kind = List.of("", "RSA ", "EC ", "OPENSSH ").get(random.nextInt(4)) + "PRIVATE KEY";
    return armoured(kind, random);
  }

  /** Random bytes between the two lines of what they are said to be. */
  static String armoured(String kind, Random random) {
    byte[] bytes = new byte[120 + random.nextInt(200)];
    random.nextBytes(bytes);
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----";
  }

  /** A password as people choose them, or as managers of passwords do. */
  static String password(Random random) {
    String word = WORDS.get(random.nextInt(WORDS.size()));
    return switch (random.nextInt(3)) {
      case 0 -> word + Checks.digits(random, 4);
      case 1 -> word + "-" + Checks.digits(random, 2) + "!" + of(ALPHANUMERIC, 3, random);
      default -> of(ALPHANUMERIC + "!#*+", 14, random) + Checks.digits(random, 1);
    };
  }

  static String apiKey(Random random) {
    return hex(31, random) + Checks.digits(random, 1);
  }
}
