package dev.gatehouse.policies.sql;

/**
 * A piece of a statement.
 *
 * @param text what it says: without quotes and with escapes undone
 * @param apart whether white space or a comment stands before it
 */
record Token(Kind kind, String text, boolean apart) {
  enum Kind {
    /** A keyword, or a name without quotes. */
    WORD,
    /** A name between quotes that are surely those of names. */
    NAME,
    /** Between double quotes, where some settings see a name and some a text. */
    NAME_OR_TEXT,
    TEXT,
    NUMBER,
    /** One character of an operator, a bracket, a comma. */
    SYMBOL,
    /** The end of a statement. */
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }
}
