package dev.gatehouse.policies.sql;

/** The comments of a text; those that are read differently, or acted on, are refused. */
final class Comments {
  private final String sql;
  private final Dialect dialect;

  Comments(String sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /** Where the comment that begins here ends; the same place if none begins. */
  int endAt(int start) {
    if (sql.startsWith("--", start)) {
      return dashes(start);
    }
    if (sql.startsWith("/*", start)) {
      return block(start);
    }
    return sql.charAt(start) == '#' && dialect == Dialect.MYSQL ? line(start) : start;
  }

  private int dashes(int start) {
    boolean spaced = start + 2 == sql.length() || sql.charAt(start + 2) <= ' ';
    if (!spaced && (dialect == Dialect.MYSQL || dialect == Dialect.ANSI)) {
      throw new NotUnderstoodException(
          "`--` without a space behind it is a comment for some databases and not for others");
    }
    if (sql.startsWith("--+", start)) {
      throw hint();
    }
    return line(start);
  }

  private int line(int start) {
    int end = sql.indexOf('\n', start);
    end = end < 0 ? sql.length() : end;
    for (int i = start; i < end; i++) {
      char c = sql.charAt(i);
      boolean ends = (c == '\r' && i + 1 < end) || c == 0x0b || c == '\f';
      if (ends || c == 0x85 || c == 0x2028 || c == 0x2029) {
        throw new NotUnderstoodException(
            "a comment holds a character that ends the line for some databases");
      }
    }
    return end;
  }

  private int block(int start) {
    String rest = sql.substring(start + 2, Math.min(sql.length(), start + 4));
    if (rest.startsWith("!") || rest.equalsIgnoreCase("M!")) {
      throw new NotUnderstoodException("it holds a comment that MySQL runs");
    }
    if (rest.startsWith("+")) {
      throw hint();
    }
    int end = sql.indexOf("*/", start + 2);
    if (end < 0) {
      throw new NotUnderstoodException("a comment does not end");
    }
    for (int i = start + 2; i < end; i++) {
      if (sql.startsWith("/*", i)) {
        throw new NotUnderstoodException("it holds a comment inside a comment");
      }
    }
    return end + 2;
  }

  private static NotUnderstoodException hint() {
    return new NotUnderstoodException("it holds a hint for the optimizer");
  }
}
