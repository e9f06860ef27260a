package dev.gatehouse.policies.sql;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.Statement;

/**
 * The parser, with an end to its time.
 *
 * <p>It runs on the calling thread. For some texts its time grows with the square of their length
 * or more, so that a second thread watches the longer ones.
 */
final class TimedParser {
  /** Statements of people and models take a hundredth of it. */
  static final Duration TIME_MAX = Duration.ofMillis(500);

  /** Shorter ones end in time, whatever they hold. */
  private static final int UNWATCHED_TOKENS_MAX = 200;

  private TimedParser() {}

  /** The tree of a statement. */
  static Statement tree(Marked marked) {
    CCJSqlParser parser = new CCJSqlParser(new StringProvider(marked.text()));
    if (marked.tokens().size() <= UNWATCHED_TOKENS_MAX) {
      return parsed(parser, marked);
    }
    CountDownLatch done = new CountDownLatch(1);
    // Of the platform: it must run while virtual threads keep all processors busy.
    Thread.ofPlatform().daemon().name("sql-parser-watch").start(() -> watch(parser, done));
    try {
      return parsed(parser, marked);
    } finally {
      done.countDown();
    }
  }

  private static void watch(CCJSqlParser parser, CountDownLatch done) {
    try {
      if (!done.await(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        parser.interrupted = true;
      }
    } catch (InterruptedException e) {
      parser.interrupted = true;
    }
  }

  private static Statement parsed(CCJSqlParser parser, Marked marked) {
    try {
      Statement tree = parser.withAllowComplexParsing(true).Statement();
      if (parser.interrupted) {
        throw new NotUnderstoodException("it takes too long to read");
      }
      return tree;
    } catch (ParseException e) {
      throw new NotUnderstoodException(
          parser.interrupted
              ? "it takes too long to read"
              : "it is no statement that the parser knows" + near(marked, e));
    } catch (TokenMgrException e) {
      throw new NotUnderstoodException("it is no statement that the parser knows");
    }
  }

  private static String near(Marked marked, ParseException e) {
    return e.currentToken == null ? "" : " (token " + place(marked, e) + ")";
  }

  /** Which token of the statement the parser stopped at, from 1. */
  private static int place(Marked marked, ParseException e) {
    int column =
        e.currentToken.next == null ? e.currentToken.endColumn : e.currentToken.next.beginColumn;
    int length = 0;
    int count = 0;
    for (Token token : marked.tokens()) {
      count++;
      String spelled = marked.spelled(token);
      length = marked.text().indexOf(spelled, length) + spelled.length();
      if (length >= column) {
        break;
      }
    }
    return count;
  }
}
