package dev.gatehouse.policies.sql;

import dev.gatehouse.policies.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.statement.Statement;

/**
 * Reads SQL.
 *
 * <p>Units and ranges: up to 65,536 characters, 10,000 tokens, 32 levels of brackets and cases, 100
 * statements, half a second to parse each. Guarantee: runs on the calling thread, thread-safe,
 * throws nothing; what is not understood in every part is {@link Parsed.Unparsed}.
 */
public final class SqlText {
  /** Longer than what people and models write; keeps a reading short. */
  static final int CHARACTERS_MAX = 64 * 1024;

  /** The parser descends for each level, and looks ahead for some. */
  static final int DEPTH_MAX = 32;

  /** For longer names the parser's time grows with the square. */
  static final int DOTS_MAX = 6;

  /** The parser's time for the worst of shapes grows with the square of this. */
  static final int TOKENS_MAX = 10_000;

  /** Each is parsed and walked. */
  static final int STATEMENTS_MAX = 100;

  private SqlText() {}

  /** What a text of statements would do in a database of this dialect. */
  public static Parsed parse(String sql, Dialect dialect) {
    if (sql.length() > CHARACTERS_MAX) {
      return new Parsed.Unparsed("it is longer than " + CHARACTERS_MAX + " characters");
    }
    try {
      List<Token> tokens = Lexer.tokens(sql, dialect);
      if (tokens.size() > TOKENS_MAX) {
        return new Parsed.Unparsed("it is longer than " + TOKENS_MAX + " words and signs");
      }
      List<List<Token>> statements = statements(tokens);
      Gathering gathering = new Gathering(dialect);
      for (List<Token> statement : statements) {
        gather(new Marked(statement, dialect), gathering);
      }
      return new Parsed.Understood(gathering.facts(statements.size()));
    } catch (NotUnderstoodException e) {
      return new Parsed.Unparsed(e.what());
    } catch (StackOverflowError e) {
      return new Parsed.Unparsed("it is nested too deeply");
    } catch (RuntimeException e) {
      // The parser's own messages quote the statement.
      return new Parsed.Unparsed("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static void gather(Marked marked, Gathering gathering) {
    gathering.begin(marked);
    Statement tree = TimedParser.tree(marked);
    new StatementWalk(gathering).walk(tree);
    new Accounting(marked, gathering).check(tree);
  }

  private static List<List<Token>> statements(List<Token> tokens) {
    List<List<Token>> statements = new ArrayList<>();
    List<Token> statement = new ArrayList<>();
    for (Token token : tokens) {
      if (token.kind() != Kind.END) {
        statement.add(token);
      } else if (!statement.isEmpty()) {
        statements.add(statement);
        statement = new ArrayList<>();
      }
    }
    if (!statement.isEmpty()) {
      statements.add(statement);
    }
    if (statements.isEmpty()) {
      throw new NotUnderstoodException("it holds no statement");
    }
    if (statements.size() > STATEMENTS_MAX) {
      throw new NotUnderstoodException("it holds more than " + STATEMENTS_MAX + " statements");
    }
    statements.forEach(SqlText::checkDepth);
    return statements;
  }

  private static void checkDepth(List<Token> statement) {
    int brackets = 0;
    int dots = 0;
    int cases = 0;
    for (Token token : statement) {
      boolean word = token.kind() == Kind.WORD;
      brackets += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
      cases += word && token.text().equalsIgnoreCase("case") ? 1 : 0;
      cases -= word && token.text().equalsIgnoreCase("end") ? 1 : 0;
      dots = token.is(".") ? dots + 1 : token.kind() == Kind.SYMBOL ? 0 : dots;
      if (dots > DOTS_MAX) {
        throw new NotUnderstoodException("a name has more than " + DOTS_MAX + " dots");
      }
      if (brackets > DEPTH_MAX || cases > DEPTH_MAX) {
        throw new NotUnderstoodException("it is nested more than " + DEPTH_MAX + " levels deep");
      }
    }
  }
}
