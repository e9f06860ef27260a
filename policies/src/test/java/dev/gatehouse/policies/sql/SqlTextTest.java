package dev.gatehouse.policies.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SqlTextTest {
  @Test
  void findsWhatStatementsWouldDo() {
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (SqlFile.Attempt line : SqlFile.attempts("facts/facts.txt")) {
      String[] sides = line.sql().split(" ⇒ ");
      expected.add(sides[0] + " ⇒ " + sides[1]);
      found.add(sides[0] + " ⇒ " + told(SqlText.parse(sides[0], line.dialects().getFirst())));
    }
    assertEquals(String.join("\n", expected), String.join("\n", found));
  }

  @Test
  void tellsConditionsThatChooseRowsFromThoseThatDoNot() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String line : SqlFile.lines("facts/where.txt")) {
      String sql = "DELETE FROM t WHERE " + line.substring(2);
      if (facts(sql, Dialect.POSTGRESQL).everyChangeHasWhere() != line.startsWith("+")) {
        wrong.add(line);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void takesDoubleQuotesForTextsWhereTheyMayBe() {
    String sql = "UPDATE t SET a = 1 WHERE \"1\" = 1";
    assertFalse(facts(sql, Dialect.MYSQL).everyChangeHasWhere());
    assertFalse(facts(sql, Dialect.SQLITE).everyChangeHasWhere());
    assertTrue(facts(sql, Dialect.POSTGRESQL).everyChangeHasWhere());
  }

  @Test
  void isReadOnlyOnlyIfEverythingInItIs() {
    assertTrue(facts("SELECT lower(a) FROM t", Dialect.POSTGRESQL).readOnly());
    assertFalse(facts("SELECT wipe(a) FROM t", Dialect.POSTGRESQL).readOnly());
    assertFalse(facts("SELECT a FROM t FOR UPDATE", Dialect.POSTGRESQL).readOnly());
    assertFalse(facts("DELETE FROM t", Dialect.POSTGRESQL).readOnly());
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    String longest = "SELECT '" + "x".repeat(SqlText.CHARACTERS_MAX - 9) + "'";
    assertInstanceOf(Parsed.Understood.class, SqlText.parse(longest, Dialect.ANSI));
    assertEquals(
        new Parsed.Unparsed("it is longer than 65536 characters"),
        SqlText.parse(longest + " ", Dialect.ANSI));
    for (String open : List.of("(", "lower(", "(SELECT ", "CASE WHEN a = ")) {
      String close = open.startsWith("CASE") ? " THEN 1 END" : ")";
      String deep = open.repeat(33) + "1" + close.repeat(33);
      assertEquals(
          new Parsed.Unparsed("it is nested more than 32 levels deep"),
          SqlText.parse("SELECT " + deep + " FROM t", Dialect.ANSI));
    }
  }

  /** Shapes for which parsers that look ahead are known to take exponential time or all stack. */
  @Test
  void readsEveryShapeInLittleTime() {
    List<String> shapes = new ArrayList<>();
    for (String open :
        List.of("(", "f(", "((a)=(", "(SELECT ", "CASE WHEN ", "((", "(a,(", "NOT (")) {
      for (int levels : new int[] {8, 16, 32}) {
        shapes.add("SELECT " + open.repeat(levels));
        shapes.add("SELECT " + open.repeat(levels) + "1" + ")".repeat(levels));
        shapes.add("SELECT * FROM " + open.repeat(levels) + "t" + ")".repeat(levels));
        shapes.add("SELECT 1 WHERE " + open.repeat(levels) + "a" + ")".repeat(levels) + " = 1");
        shapes.add("SELECT CASE WHEN ".repeat(1) + open.repeat(levels) + "1" + ") THEN 1 END)");
      }
    }
    for (String link : List.of("+1", " OR a = 1", ", 1", " AND (a)", "||'x'", " UNION SELECT 1")) {
      shapes.add("SELECT 1 FROM t WHERE a = 1" + link.repeat(SqlText.CHARACTERS_MAX / 20));
      shapes.add("SELECT 1" + link.repeat((SqlText.CHARACTERS_MAX - 20) / link.length()));
    }
    for (String unit :
        List.of(
            "INTERVAL t? ", "-", "NOT ", "a.", "/**/", "$a$", "''", "\"\"", "[", "(", "-- \n")) {
      shapes.add("SELECT " + unit.repeat((SqlText.CHARACTERS_MAX - 20) / unit.length()));
    }
    for (String shape : shapes) {
      Instant start = Instant.now();
      SqlText.parse(shape, Dialect.POSTGRESQL);
      Duration taken = Duration.between(start, Instant.now());
      String shown = shape.substring(0, Math.min(60, shape.length()));
      assertTrue(taken.toMillis() < 2_000, () -> taken + " for " + shown);
    }
  }

  @Test
  void survivesLongChainsOnAThreadWithLittleStack() throws InterruptedException {
    List<Parsed> results = new ArrayList<>();
    String chain = "SELECT 1" + "+1".repeat(4_000);
    Thread thread =
        new Thread(null, () -> results.add(SqlText.parse(chain, Dialect.ANSI)), "small", 256 << 10);
    thread.start();
    thread.join();
    assertEquals(List.of(new Parsed.Unparsed("it is nested too deeply")), results);
  }

  private static SqlFacts facts(String sql, Dialect dialect) {
    return assertInstanceOf(Parsed.Understood.class, SqlText.parse(sql, dialect), sql).facts();
  }

  private static String told(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Unparsed(String why) -> "refused: " + why;
      case Parsed.Understood(SqlFacts facts) -> {
        Set<String> kinds = new TreeSet<>(facts.kinds().stream().map(SqlKind::label).toList());
        List<String> parts = new ArrayList<>(List.of(String.join(" ", kinds)));
        part(parts, "reads ", facts.reads());
        part(parts, "writes ", facts.writes());
        part(parts, "columns ", facts.columnsRead());
        part(parts, "sets ", facts.columnsWritten());
        part(parts, "calls ", facts.functions());
        part(parts, "no where", facts.everyChangeHasWhere() ? Set.of() : Set.of(""));
        part(parts, "locks", facts.locks() ? Set.of("") : Set.of());
        facts
            .rowsMax()
            .ifPresent(rows -> part(parts, "at most " + rows, rows > 0 ? Set.of("") : Set.of()));
        if (facts.statements() > 1) {
          parts.add(facts.statements() + " statements");
        }
        yield String.join("; ", parts);
      }
    };
  }

  private static void part(List<String> parts, String name, Set<String> values) {
    if (!values.isEmpty()) {
      parts.add(name + String.join(" ", new TreeSet<>(values)));
    }
  }
}
