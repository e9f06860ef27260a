package dev.gatehouse.policies.sql;

import java.util.Locale;
import java.util.OptionalLong;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.statement.select.Fetch;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;

/** Finds how many rows a query gives at most. */
final class RowBound {
  private RowBound() {}

  /** The number that the outermost query says; empty if it says none, or no plain number. */
  static OptionalLong of(Select select) {
    if (select.getLimit() != null) {
      return number(select.getLimit().getRowCount());
    }
    if (select.getFetch() != null) {
      return of(select.getFetch());
    }
    if (select instanceof PlainSelect plain && plain.getTop() != null) {
      boolean plainNumber = !plain.getTop().isPercentage() && !plain.getTop().isWithTies();
      return plainNumber ? number(plain.getTop().getExpression()) : OptionalLong.empty();
    }
    if (select instanceof SetOperationList list
        && list.getSelects().getLast() instanceof PlainSelect last) {
      // Without brackets around it, a bound behind the last query is that of all.
      return of(last);
    }
    return select instanceof ParenthesedSelect bracketed && bracketed.getSelect() != null
        ? of(bracketed.getSelect())
        : OptionalLong.empty();
  }

  private static OptionalLong of(Fetch fetch) {
    boolean more =
        fetch.getFetchParameters().stream()
            .map(word -> word.toLowerCase(Locale.ROOT))
            .anyMatch(word -> word.contains("ties") || word.contains("percent"));
    return more ? OptionalLong.empty() : number(fetch.getExpression());
  }

  private static OptionalLong number(Expression count) {
    if (count instanceof LongValue value && value.getStringValue().length() <= 18) {
      return OptionalLong.of(value.getValue());
    }
    return OptionalLong.empty();
  }
}
