package dev.gatehouse.policies.sql;

import dev.gatehouse.policies.sql.Token.Kind;
import java.util.Locale;
import java.util.Map;

/** Texts and names between quotes. Confined to one thread. */
final class Quotes {
  private static final Map<Character, Character> CLOSING =
      Map.of('[', ']', '(', ')', '{', '}', '<', '>');

  private final String sql;
  private final Dialect dialect;
  private int end;

  Quotes(String sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
  }

  /** What a word means that stands right before a text. */
  enum Prefix {
    /** Nothing: it is a word of its own. */
    NONE,
    NATIONAL,
    BITS,
    /** Backslashes escape. */
    ESCAPES,
    /** Oracle's own delimiters. */
    OWN_DELIMITER
  }

  boolean startAt(int start) {
    return switch (sql.charAt(start)) {
      case '\'', '"' -> true;
      case '`' -> dialect == Dialect.MYSQL || dialect == Dialect.SQLITE;
      case '[' -> dialect == Dialect.MSSQL || dialect == Dialect.SQLITE;
      case '$' -> dollarTagEnd(start) > start;
      default -> false;
    };
  }

  Kind kind(int start) {
    return switch (sql.charAt(start)) {
      case '\'', '$' -> Kind.TEXT;
      case '"' -> dialect.doubleQuotesMayBeText() ? Kind.NAME_OR_TEXT : Kind.NAME;
      default -> Kind.NAME;
    };
  }

  Prefix prefix(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "n" -> Prefix.NATIONAL;
      case "x", "b" -> Prefix.BITS;
      case "e" -> only(Dialect.POSTGRESQL, Prefix.ESCAPES);
      case "q", "nq" -> only(Dialect.ORACLE, Prefix.OWN_DELIMITER);
      default -> {
        if (word.startsWith("_") || word.length() < 3) {
          throw new NotUnderstoodException("a word right before a text is not understood");
        }
        yield Prefix.NONE;
      }
    };
  }

  private Prefix only(Dialect only, Prefix prefix) {
    if (dialect != only) {
      throw new NotUnderstoodException("a word right before a text is not understood");
    }
    return prefix;
  }

  /** What stands between the quotes that open here. */
  String content(int start) {
    return switch (sql.charAt(start)) {
      case '$' -> dollars(start);
      case '[' -> doubled(start, ']', dialect == Dialect.MSSQL);
      case '`' -> doubled(start, '`', true);
      default -> doubled(start, sql.charAt(start), true);
    };
  }

  String content(int start, Prefix prefix) {
    return switch (prefix) {
      case NONE, NATIONAL, BITS -> content(start);
      case ESCAPES -> escaped(start);
      case OWN_DELIMITER -> ownDelimiter(start);
    };
  }

  /** Right behind the quotes that were read last. */
  int end() {
    return end;
  }

  /** The quote twice stands for itself. */
  private String doubled(int start, char quote, boolean doubles) {
    StringBuilder content = new StringBuilder();
    int backslashes = 0;
    int i = start + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      i++;
      if (c != quote) {
        backslashes = c == '\\' ? backslashes + 1 : 0;
        content.append(c);
        continue;
      }
      if (backslashes % 2 == 1 && backslashMayEscape(quote)) {
        throw new NotUnderstoodException(
            "a backslash before a quote, which settings of a database read in different ways");
      }
      backslashes = 0;
      if (!doubles || i == sql.length() || sql.charAt(i) != quote) {
        end = i;
        return content.toString();
      }
      content.append(c);
      i++;
    }
    throw unclosed();
  }

  private boolean backslashMayEscape(char quote) {
    return switch (dialect) {
      case MYSQL, ANSI -> quote != '`';
      case POSTGRESQL -> quote == '\'';
      case SQLITE, MSSQL, ORACLE, H2 -> false;
    };
  }

  private String escaped(int start) {
    StringBuilder content = new StringBuilder("\\");
    for (int i = start + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      boolean twice = c == '\'' && i + 1 < sql.length() && sql.charAt(i + 1) == '\'';
      if (c == '\\' || twice) {
        content.append(sql, i, Math.min(sql.length(), i + 2));
        i++;
      } else if (c == '\'') {
        end = i + 1;
        return content.toString();
      } else {
        content.append(c);
      }
    }
    throw unclosed();
  }

  private String ownDelimiter(int start) {
    if (start + 1 >= sql.length() || sql.charAt(start + 1) <= ' ') {
      throw unclosed();
    }
    char open = sql.charAt(start + 1);
    int close = sql.indexOf(CLOSING.getOrDefault(open, open) + "'", start + 2);
    if (close < 0) {
      throw unclosed();
    }
    end = close + 2;
    return sql.substring(start + 2, close);
  }

  private String dollars(int start) {
    int open = dollarTagEnd(start);
    String tag = sql.substring(start, open);
    int close = sql.indexOf(tag, open);
    if (close < 0) {
      throw unclosed();
    }
    end = close + tag.length();
    return sql.substring(open, close);
  }

  /** Behind {@code $tag$}; the start if there is none. */
  private int dollarTagEnd(int start) {
    if (dialect != Dialect.POSTGRESQL && dialect != Dialect.H2) {
      return start;
    }
    int i = start + 1;
    while (i < sql.length() && dialect == Dialect.POSTGRESQL && isTagPart(sql.charAt(i))) {
      i++;
    }
    boolean digitFirst = i > start + 1 && Character.isDigit(sql.charAt(start + 1));
    return i < sql.length() && sql.charAt(i) == '$' && !digitFirst ? i + 1 : start;
  }

  private static boolean isTagPart(char c) {
    return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  private static NotUnderstoodException unclosed() {
    return new NotUnderstoodException("a quote does not end");
  }
}
