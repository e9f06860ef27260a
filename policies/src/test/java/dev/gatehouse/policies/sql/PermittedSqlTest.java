package dev.gatehouse.policies.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermittedSqlTest {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void permitsWhatOnlyReads(Dialect dialect) throws IOException {
    SqlBounds bounds = SqlBounds.readOnly(dialect);
    List<String> refused = new ArrayList<>();
    for (String sql : SqlFile.lines("permitted/" + dialect.label() + ".txt")) {
      Optional<String> violation = bounds.violation(sql);
      violation.ifPresent(why -> refused.add(sql + "\n    " + why));
    }
    assertEquals(List.of(), refused);
  }

  @Test
  void thereAreAHundredOfThemOverFiveDialects() throws IOException {
    int statements = 0;
    for (Dialect dialect : Dialect.values()) {
      statements += SqlFile.lines("permitted/" + dialect.label() + ".txt").size();
    }
    assertTrue(statements >= 100 && Stream.of(Dialect.values()).count() >= 5, "" + statements);
  }
}
