package dev.gatehouse.policies.mask;

import java.util.Locale;
import java.util.Optional;

/**
 * The name of a column.
 *
 * <p>Shape: {@code email} for that of any table, or {@code customers.email}. Capitals do not count,
 * as in SQL.
 *
 * @param table of which; any if empty
 */
public record Column(Optional<String> table, String name) {
  public Column {
    table = table.map(text -> text.toLowerCase(Locale.ROOT));
    name = name.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a column has a name");
    }
  }

  /** The column that is written so. */
  public static Column of(String text) {
    int dot = text.lastIndexOf('.');
    return dot <= 0
        ? new Column(Optional.empty(), text.substring(dot + 1))
        : new Column(Optional.of(text.substring(0, dot)), text.substring(dot + 1));
  }

  /**
   * Whether a column with this heading may be meant. A table that is not told might be this one.
   *
   * @param heading a name, which may have its table before a dot
   * @param ofTable the table that the message tells, if it does
   */
  boolean covers(String heading, Optional<String> ofTable) {
    String plain = heading.strip().toLowerCase(Locale.ROOT);
    int dot = plain.lastIndexOf('.');
    Optional<String> told =
        dot > 0
            ? Optional.of(plain.substring(0, dot))
            : ofTable.map(other -> other.toLowerCase(Locale.ROOT));
    return name.equals(plain.substring(dot + 1))
        && (table.isEmpty() || told.isEmpty() || isSame(told.get()));
  }

  private boolean isSame(String told) {
    String mine = table.orElse("");
    return told.equals(mine) || told.endsWith("." + mine) || mine.endsWith("." + told);
  }

  @Override
  public String toString() {
    return table.map(t -> t + ".").orElse("") + name;
  }
}
