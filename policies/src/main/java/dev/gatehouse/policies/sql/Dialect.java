package dev.gatehouse.policies.sql;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whose SQL a statement is. */
public enum Dialect {
  /** PostgreSQL, and what takes its language. */
  POSTGRESQL,
  /** MySQL and MariaDB. */
  MYSQL,
  /** SQLite. */
  SQLITE,
  /** Microsoft SQL Server. */
  MSSQL,
  /** Oracle Database. */
  ORACLE,
  /** H2. */
  H2,
  /** Only what all of them read alike. */
  ANSI;

  /** The name in policy files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Dialect::label).toList();
  }

  /** The dialect of this name. */
  public static Optional<Dialect> labelled(String label) {
    return Arrays.stream(values()).filter(dialect -> dialect.label().equals(label)).findFirst();
  }

  /** A name without quotes as the database takes it. */
  String folded(String name) {
    return switch (this) {
      case POSTGRESQL -> lowerAscii(name);
      case ORACLE, H2, ANSI -> name.toUpperCase(Locale.ROOT);
      case MYSQL, SQLITE, MSSQL -> foldedQuoted(name);
    };
  }

  /** A name between quotes as the database takes it. */
  String foldedQuoted(String name) {
    return switch (this) {
      case POSTGRESQL, ORACLE, H2, ANSI -> name;
      case SQLITE -> name.toLowerCase(Locale.ROOT);
      // Their usual collations take letters with and without accent for one.
      case MYSQL, MSSQL ->
          Normalizer.normalize(name, Normalizer.Form.NFKD)
              .replaceAll("\\p{M}", "")
              .toLowerCase(Locale.ROOT);
    };
  }

  /** Whether {@code "x"} may be a text, because of a setting or because no column has the name. */
  boolean doubleQuotesMayBeText() {
    return this == MYSQL || this == SQLITE;
  }

  /** Whether a named query can use itself without the word {@code recursive}. */
  boolean queriesMayCallThemselves() {
    return this == MSSQL || this == ORACLE || this == SQLITE;
  }

  private static String lowerAscii(String name) {
    StringBuilder lower = new StringBuilder(name);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 32));
      }
    }
    return lower.toString();
  }
}
