package dev.gatehouse.policies.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlBoundsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM \"4111111111111111\"",
        "SELECT \"4111111111111111\" FROM users",
        "SELECT users.\"4111111111111111\" FROM users",
        "SELECT x4111111111111111(1)",
        "SELECT \"4111111111111111\"(1)",
        "DELETE FROM users WHERE a = '4111111111111111'",
        "SELECT 4111111111111111x FROM users",
        "SELEC 4111111111111111",
        "SELECT 1; SELECT 4111111111111111 FROM b4111111111111111"
      })
  void tellsNothingOfTheText(String sql) {
    SqlBounds bounds =
        bounds(List.of("orders"), List.of(), List.of("id"), List.of(), List.of("count"));
    String why = bounds.violation(sql).orElseThrow();
    assertFalse(why.contains("4111"), why);
  }

  @ParameterizedTest
  @CsvSource({
    "public.*, public.users, true",
    "public.*, users, false",
    "public.*, private.users, false",
    "users, users, true",
    "users, public.users, false",
    "Users, users, true",
    "'\"Users\"', users, false",
    "'\"Users\"', '\"Users\"', true",
    "user?, users, true",
    "*, a.b.c, true"
  })
  void tablesCoverWholeNames(String pattern, String table, boolean permitted) {
    SqlBounds bounds = bounds(List.of(pattern), List.of(), List.of(), List.of(), List.of());
    assertEquals(permitted, bounds.violation("SELECT 1 FROM " + table).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "hr.salaries, hr.salaries, false",
    "hr.salaries, salaries, false",
    "hr.salaries, SALARIES, false",
    "hr.salaries, '\"salaries\"', false",
    "hr.salaries, sales.salaries, true",
    "salaries, hr.salaries, false",
    "salaries, db.hr.salaries, false",
    "pg_*, pg_catalog.pg_shadow, false",
    "pg_*, users, true"
  })
  void notTablesConcernWhatMayBeMeant(String pattern, String table, boolean permitted) {
    SqlBounds bounds = bounds(List.of(), List.of(pattern), List.of(), List.of(), List.of());
    assertEquals(permitted, bounds.violation("SELECT 1 FROM " + table).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT name FROM users | true",
        "SELECT password FROM users | false",
        "SELECT u.PassWord FROM users u | false",
        "SELECT * FROM users | false",
        "SELECT u FROM users u | false",
        "SELECT row_to_json(u) FROM users u | false",
        "SELECT u.c FROM users AS u(a, b, c) | false",
        "SELECT x FROM (SELECT password AS x FROM users) y | false",
        "SELECT name FROM users WHERE password = 'a' | false",
        "SELECT name FROM users ORDER BY password | false",
        "SELECT name FROM users GROUP BY name, password | false",
        "SELECT 1 FROM users JOIN t USING (password) | false",
        "SELECT 1 FROM users NATURAL JOIN (VALUES ('a')) AS t(password) | false",
        "SELECT password FROM users, orders | false",
        "SELECT (SELECT password FROM dual) FROM users | false",
        "TABLE users | false",
        "WITH x AS (TABLE users) SELECT 1 FROM x | false",
        "SELECT password FROM orders | true",
        "SELECT * FROM orders | true",
        "SELECT count(*) FROM users | true"
      })
  void notColumnsConcernEveryWayToThem(String sql, boolean permitted) {
    SqlBounds bounds =
        bounds(List.of(), List.of(), List.of(), List.of("users.password"), List.of());
    assertEquals(permitted, bounds.violation(sql).isEmpty(), sql);
  }

  @Test
  void columnsKeepAllOthersOut() {
    SqlBounds bounds = bounds(List.of(), List.of(), List.of("users.name"), List.of(), List.of());
    assertTrue(bounds.violation("SELECT name FROM users").isEmpty());
    assertFalse(bounds.violation("SELECT name, mail FROM users").isEmpty());
    assertFalse(bounds.violation("SELECT * FROM users").isEmpty());
    assertFalse(bounds.violation("SELECT name FROM users, orders").isEmpty());
  }

  @Test
  void dangerousFunctionsNeedTheirFullName() {
    String sleep = "SELECT pg_sleep(1)";
    assertFalse(functions("*").violation(sleep).isEmpty());
    assertFalse(functions("pg_*").violation(sleep).isEmpty());
    assertTrue(functions("pg_sleep").violation(sleep).isEmpty());
    assertFalse(functions("other").violation("SELECT shop.price(1)").isEmpty());
    assertTrue(functions("shop.*").violation("SELECT shop.price(1)").isEmpty());
    assertTrue(functions("*").violation("SELECT price(1)").isEmpty());
  }

  @Test
  void noFunctionIsKnownAsBothHarmlessAndDangerous() {
    for (Dialect dialect : Dialect.values()) {
      for (String name :
          List.of("pg_sleep", "load_file", "nextval", "xp_cmdshell", "utl_http.get")) {
        assertFalse(KnownFunctions.harmless(dialect, name), name);
        assertTrue(KnownFunctions.dangerous(name), name);
      }
      assertTrue(KnownFunctions.harmless(dialect, "lower"));
      assertFalse(KnownFunctions.dangerous("lower"));
    }
  }

  private static SqlBounds functions(String pattern) {
    return bounds(List.of(), List.of(), List.of(), List.of(), List.of(pattern));
  }

  private static SqlBounds bounds(
      List<String> tables,
      List<String> notTables,
      List<String> columns,
      List<String> notColumns,
      List<String> functions) {
    return new SqlBounds(
        Dialect.POSTGRESQL,
        Set.of(SqlKind.SELECT),
        patterns(tables),
        patterns(notTables),
        patterns(columns),
        patterns(notColumns),
        false,
        patterns(functions),
        1,
        OptionalLong.empty());
  }

  private static List<NamePattern> patterns(List<String> texts) {
    return texts.stream().map(text -> NamePattern.of(text, Dialect.POSTGRESQL)).toList();
  }
}
