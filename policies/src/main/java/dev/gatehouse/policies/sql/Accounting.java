package dev.gatehouse.policies.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.statement.Statement;

/**
 * Holds the words of a statement against what the walk has met, so that nothing hides in a part of
 * the tree that nobody looked at, or that the parser left out.
 */
final class Accounting {
  private static final Pattern WORDS = Pattern.compile("[\\w$@#]+");

  /** What the parser leaves out because it says nothing. */
  private static final Set<String> NOISE = Set.of("as", "inner", "outer", "asc", "all");

  private final Marked marked;
  private final Gathering gathering;

  Accounting(Marked marked, Gathering gathering) {
    this.marked = marked;
    this.gathering = gathering;
  }

  void check(Statement tree) {
    nothingLost(tree);
    List<Token> tokens = marked.tokens();
    int selects = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean bracket = symbol(i + 1, "(") && !(symbol(i + 2, "+") && symbol(i + 3, ")"));
      switch (token.kind()) {
        case WORD -> {
          word(token, bracket);
          selects += token.text().equalsIgnoreCase("select") ? 1 : 0;
        }
        case NAME, NAME_OR_TEXT -> name(marked.spelled(token), bracket);
        case TEXT, NUMBER, SYMBOL, END -> {}
      }
    }
    if (selects > gathering.selects() && gathering.onlyReads()) {
      throw new NotUnderstoodException("it holds a query in a place that is not understood");
    }
  }

  /** {@code (+)} is Oracle's old way to write an outer join, and {@code ( + )} nothing else. */
  private boolean symbol(int index, String symbol) {
    return index < marked.tokens().size() && marked.tokens().get(index).is(symbol);
  }

  /** The tree, written out, must hold every word of the statement at least as often. */
  private void nothingLost(Statement tree) {
    Map<String, Integer> balance = new HashMap<>();
    count(tree.toString(), 1, balance);
    count(marked.text(), -1, balance);
    for (Map.Entry<String, Integer> word : balance.entrySet()) {
      if (word.getValue() < 0 && !NOISE.contains(word.getKey())) {
        throw new NotUnderstoodException("the parser leaves out a part of it");
      }
    }
  }

  private static void count(String text, int step, Map<String, Integer> balance) {
    Matcher words = WORDS.matcher(text);
    while (words.find()) {
      balance.merge(words.group().toLowerCase(Locale.ROOT), step, Integer::sum);
    }
  }

  private void word(Token token, boolean bracket) {
    String spelled = marked.spelled(token);
    if (!Words.ofGrammar(token.text()) && !gathering.hasMet(spelled)) {
      throw new NotUnderstoodException("it holds a word in a place that is not understood");
    }
    boolean called = bracket && gathering.hasMetCalled(spelled);
    boolean lock = gathering.locks() && token.text().equalsIgnoreCase("update");
    if (gathering.onlyReads() && !called && !lock && Words.change(token.text())) {
      throw new NotUnderstoodException("it holds a word that changes something");
    }
    if (bracket && !called && !Words.mayStandBeforeBracket(token.text())) {
      unknownCall(spelled);
    }
  }

  private void name(String spelled, boolean bracket) {
    if (!gathering.hasMet(spelled)) {
      throw new NotUnderstoodException("it holds a name in a place that is not understood");
    }
    if (bracket && !gathering.hasMetCalled(spelled)) {
      unknownCall(spelled);
    }
  }

  private void unknownCall(String spelled) {
    if (gathering.onlyReads() || !gathering.defines()) {
      throw new NotUnderstoodException("it holds a call in a place that is not understood");
    }
    gathering.function(marked.name(spelled));
  }
}
