package dev.gatehouse.policies.sql;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Changes a statement so that a database may still read the same in it. */
final class SqlMutation {
  private static final List<String> BLANKS =
      List.of(
          "/**/",
          "/* x */",
          "\n",
          "\t",
          "\r\n",
          "  ",
          "-- x\n",
          "-- \n",
          "\f",
          "/*!*/",
          "/*!50000 */",
          "\u00a0",
          "\u000b",
          "\u3000",
          "\u200b",
          "/*/**/*/",
          "\u0000",
          "\\\n",
          "/*; SELECT 1 */",
          "\u2028");

  private static final List<String> BEFORE =
      List.of("", " ", "/**/", "-- x\n", "\n", "(", "/* */", ";", "\ufeff", "SELECT 1;", "\\");

  private static final List<String> BEHIND =
      List.of(
          "", ";", "--", "-- x", "/*", " #", " ;", ")", "\u0000", ";--", "/**/", "\n", "\\", "';");

  private SqlMutation() {}

  static String of(String sql, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> cased(sql, random);
      case 1, 2 -> blanks(sql, random);
      case 3 -> one(BEFORE, random) + sql + one(BEHIND, random);
      default -> wide(sql, random);
    };
  }

  private static String one(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static String cased(String sql, Random random) {
    StringBuilder cased = new StringBuilder();
    for (int i = 0; i < sql.length(); i++) {
      String one = String.valueOf(sql.charAt(i));
      boolean upper = random.nextBoolean();
      cased.append(upper ? one.toUpperCase(Locale.ROOT) : one.toLowerCase(Locale.ROOT));
    }
    return cased.toString();
  }

  private static String blanks(String sql, Random random) {
    StringBuilder blanks = new StringBuilder();
    for (String word : sql.split(" ", -1)) {
      boolean change = random.nextInt(3) == 0;
      blanks.append(word).append(change ? one(BLANKS, random) : " ");
    }
    return blanks.toString().strip();
  }

  /** Replaces a character by its full-width form. */
  private static String wide(String sql, Random random) {
    int at = random.nextInt(sql.length());
    char c = sql.charAt(at);
    return c > ' ' && c < 0x7f
        ? sql.substring(0, at) + (char) (c + 0xfee0) + sql.substring(at + 1)
        : sql;
  }
}
