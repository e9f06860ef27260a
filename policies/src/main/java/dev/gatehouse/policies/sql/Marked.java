package dev.gatehouse.policies.sql;

import dev.gatehouse.policies.sql.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement as the parser gets it: on one line, without comments, with a mark in the place of
 * every text and of every name between quotes. The parser has nothing left to read differently.
 *
 * <p>Shape: {@code SELECT "n0" FROM t WHERE x = 't1'}. The same text gets the same mark. Confined
 * to one thread.
 */
final class Marked {
  private static final String NAME = "n";
  private static final String NAME_OR_TEXT = "d";
  private static final String TEXT = "t";

  private final List<Token> tokens;
  private final Dialect dialect;
  private final Map<Token, String> marks = new HashMap<>();
  private final List<Token> marked = new ArrayList<>();
  private final String text;

  Marked(List<Token> tokens, Dialect dialect) {
    this.tokens = List.copyOf(tokens);
    this.dialect = dialect;
    StringBuilder line = new StringBuilder();
    boolean wordBefore = false;
    for (Token token : tokens) {
      boolean word = token.kind() != Kind.SYMBOL;
      line.append(token.apart() || (word && wordBefore) ? " " : "").append(spelled(token));
      wordBefore = word;
    }
    this.text = line.toString().strip();
  }

  /** The statement for the parser. */
  String text() {
    return text;
  }

  Dialect dialect() {
    return dialect;
  }

  List<Token> tokens() {
    return tokens;
  }

  /** How the parser's tree spells this token. */
  String spelled(Token token) {
    return switch (token.kind()) {
      case WORD -> isAscii(token.text()) ? token.text() : quoted(NAME, token);
      case NAME -> quoted(NAME, token);
      case NAME_OR_TEXT -> quoted(NAME_OR_TEXT, token);
      case TEXT -> "'" + mark(TEXT, token) + "'";
      case NUMBER, SYMBOL, END -> token.text();
    };
  }

  /** The name that the tree spells so, as the database takes it. */
  String name(String spelled) {
    if (!spelled.startsWith("\"")) {
      return dialect.folded(spelled);
    }
    Token token = at(spelled);
    return token.kind() == Kind.WORD
        ? dialect.folded(token.text())
        : dialect.foldedQuoted(token.text());
  }

  /** Whether the tree spells so what some settings take for a text. */
  boolean mayBeText(String spelled) {
    return spelled.startsWith("\"" + NAME_OR_TEXT);
  }

  /** The text of this mark. */
  String text(String mark) {
    return at("'" + mark + "'").text();
  }

  private Token at(String spelled) {
    try {
      int index = Integer.parseInt(spelled, 2, spelled.length() - 1, 10);
      return marked.get(index);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new NotUnderstoodException("a name or text that the statement does not hold");
    }
  }

  private String quoted(String letter, Token token) {
    return "\"" + mark(letter, token) + "\"";
  }

  private String mark(String letter, Token token) {
    Token key = new Token(token.kind(), token.text(), false);
    return marks.computeIfAbsent(
        key,
        _ -> {
          marked.add(key);
          return letter + (marked.size() - 1);
        });
  }

  private static boolean isAscii(String word) {
    return word.chars().allMatch(c -> c < 0x80);
  }
}
