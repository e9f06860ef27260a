package dev.gatehouse.policies.sql;

import dev.gatehouse.policies.sql.Token.Kind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into tokens as its database does, and refuses what databases, their versions or their
 * settings cut in different ways. Linear; confined to one thread.
 *
 * <p>Source: the lexical chapters of the manuals of PostgreSQL 18, MySQL 8.4, SQLite 3, SQL Server
 * 2022, Oracle 23ai and H2 2.
 */
final class Lexer {
  private final String sql;
  private final Dialect dialect;
  private final Comments comments;
  private final Quotes quotes;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean apart;

  private Lexer(String sql, Dialect dialect) {
    this.sql = sql;
    this.dialect = dialect;
    this.comments = new Comments(sql, dialect);
    this.quotes = new Quotes(sql, dialect);
  }

  /** The tokens of this text, without white space and comments. */
  static List<Token> tokens(String sql, Dialect dialect) {
    if (sql.indexOf('\0') >= 0) {
      throw new NotUnderstoodException("it holds a NUL character");
    }
    return new Lexer(sql, dialect).run();
  }

  private List<Token> run() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      int comment = comments.endAt(at);
      if (comment > at) {
        at = comment;
        apart = true;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        at++;
        apart = true;
      } else if (isDigit(at) || (c == '.' && isDigit(at + 1) && !afterName())) {
        number();
      } else if (startsWord(c)) {
        word();
      } else if (quotes.startAt(at)) {
        add(quotes.kind(at), quotes.content(at));
        at = quotes.end();
      } else {
        symbol(c);
      }
    }
    return List.copyOf(tokens);
  }

  private boolean startsWord(char c) {
    return isLetter(c) || c == '_' || ((c == '@' || c == '#') && dialect == Dialect.MSSQL);
  }

  private boolean isPart(int index) {
    if (index >= sql.length()) {
      return false;
    }
    char c = sql.charAt(index);
    boolean sign = (c == '$' && dialect != Dialect.ANSI) || (c == '#' && oracleOrServer());
    return isLetter(c)
        || c == '_'
        || isDigit(index)
        || sign
        || (c == '@' && dialect == Dialect.MSSQL);
  }

  private boolean oracleOrServer() {
    return dialect == Dialect.ORACLE || dialect == Dialect.MSSQL;
  }

  private void word() {
    int start = at;
    while (isPart(at) || at == start) {
      at++;
    }
    String text = sql.substring(start, at);
    if (at < sql.length() && sql.charAt(at) == '\'') {
      prefixed(text);
    } else if (text.equalsIgnoreCase("u") && sql.startsWith("&", at)) {
      throw new NotUnderstoodException("it holds Unicode escapes (`U&`); write the characters");
    } else {
      add(Kind.WORD, text);
    }
  }

  /** A word with a text right behind it. */
  private void prefixed(String word) {
    Quotes.Prefix prefix = quotes.prefix(word);
    if (prefix == Quotes.Prefix.NONE) {
      add(Kind.WORD, word);
      return;
    }
    String content = quotes.content(at, prefix);
    add(Kind.TEXT, prefix == Quotes.Prefix.BITS ? word + ":" + content : content);
    at = quotes.end();
  }

  private void number() {
    int start = at;
    boolean hex = sql.regionMatches(true, at, "0x", 0, 2);
    at += hex ? 2 : 0;
    while (at < sql.length()
        && (isDigit(at) || (hex && Character.digit(sql.charAt(at), 16) >= 0))) {
      at++;
    }
    if (!hex && at < sql.length() && sql.charAt(at) == '.') {
      at++;
      while (isDigit(at)) {
        at++;
      }
    }
    if (!hex && at < sql.length() && (sql.charAt(at) | 0x20) == 'e') {
      at++;
      at += at < sql.length() && (sql.charAt(at) == '+' || sql.charAt(at) == '-') ? 1 : 0;
      int exponent = at;
      while (isDigit(at)) {
        at++;
      }
      if (exponent == at) {
        throw new NotUnderstoodException("a number runs into a name");
      }
    }
    if (isPart(at) || (hex && at == start + 2) || (at < sql.length() && isQuote(sql.charAt(at)))) {
      throw new NotUnderstoodException("a number runs into a name");
    }
    add(Kind.NUMBER, sql.substring(start, at));
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"' || c == '`' || c == '.';
  }

  private void symbol(char c) {
    if (c == ';') {
      add(Kind.END, ";");
    } else if (c == '$' && isDigit(at + 1) && numbersParameters()) {
      while (isDigit(at + 1)) {
        at++;
      }
      add(Kind.SYMBOL, "?");
    } else if ("+-*/%<>=!|&^~?:.,()[]".indexOf(c) >= 0
        || (c == '@' && dialect != Dialect.ORACLE)
        || (c == '#' && dialect == Dialect.POSTGRESQL)) {
      boolean casts = dialect == Dialect.POSTGRESQL || dialect == Dialect.H2;
      if (!casts && sql.startsWith("::", at)) {
        // For the parser it is a cast, for SQL Server a call.
        throw new NotUnderstoodException("it holds `::`, which is no cast in this dialect");
      }
      if (sql.startsWith("*/", at)) {
        throw new NotUnderstoodException("a comment ends that has not begun");
      }
      add(Kind.SYMBOL, String.valueOf(c));
    } else {
      throw new NotUnderstoodException("it holds the character " + named(c) + " outside of quotes");
    }
    at++;
  }

  private boolean numbersParameters() {
    return dialect == Dialect.POSTGRESQL || dialect == Dialect.SQLITE;
  }

  private void add(Kind kind, String text) {
    boolean twice = kind == Kind.TEXT && !tokens.isEmpty() && tokens.getLast().kind() == Kind.TEXT;
    if (twice) {
      throw new NotUnderstoodException("two texts stand side by side");
    }
    tokens.add(new Token(kind, text, apart));
    apart = false;
  }

  private boolean afterName() {
    return !apart && !tokens.isEmpty() && tokens.getLast().kind() != Kind.SYMBOL;
  }

  private boolean isDigit(int index) {
    return index < sql.length() && sql.charAt(index) >= '0' && sql.charAt(index) <= '9';
  }

  /** A letter that no database could take for another one. */
  private static boolean isLetter(char c) {
    if (c < 0x80) {
      return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
    String one = String.valueOf(c);
    // Letters that only modify look like quotes, and some databases make quotes of them.
    return Character.isLetter(c)
        && Character.getType(c) != Character.MODIFIER_LETTER
        && Normalizer.normalize(one, Normalizer.Form.NFKC).equals(one)
        && Character.toUpperCase(c) >= 0x80
        && Character.toLowerCase(c) >= 0x80;
  }

  private static String named(char c) {
    return c > ' ' && c < 0x7f ? "`" + c + "`" : String.format("U+%04X", (int) c);
  }
}
