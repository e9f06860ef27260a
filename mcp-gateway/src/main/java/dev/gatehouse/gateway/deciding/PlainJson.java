package dev.gatehouse.gateway.deciding;

import java.util.regex.Pattern;

/**
 * JSON spelled so that what is seen is what is there. It means the same: what is spelled otherwise
 * can stand in strings alone.
 */
final class PlainJson {
  /** What is not seen, or changes the direction of what is. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cs}\\x7f-\\x9f\\u00ad\\u3164\\uffa0]");

  private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x20-\\x7e\\t\\r\\n]");

  private PlainJson() {}

  /** With letters as they are, and what is not seen by its number. */
  static String visible(String json) {
    return escaped(UNSEEN, json);
  }

  /** In ASCII alone. */
  static String ascii(String json) {
    return escaped(BEYOND_ASCII, json);
  }

  private static String escaped(Pattern pattern, String json) {
    return pattern
        .matcher(json)
        .replaceAll(
            match -> {
              StringBuilder text = new StringBuilder();
              for (char each : match.group().toCharArray()) {
                text.append("\\\\u%04x".formatted((int) each));
              }
              return text.toString();
            });
  }
}
