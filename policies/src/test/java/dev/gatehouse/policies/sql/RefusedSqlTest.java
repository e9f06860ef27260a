package dev.gatehouse.policies.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedSqlTest {
  private static final List<String> FILES =
      List.of("statements.txt", "functions.txt", "places.txt", "texts.txt");

  /**
   * What is refused for what it does stays so; what is refused for its spelling may become right.
   */
  private static final List<String> DOING =
      List.of("statements.txt", "functions.txt", "places.txt");

  @ParameterizedTest
  @ValueSource(strings = {"statements.txt", "functions.txt", "places.txt", "texts.txt"})
  void refusesEveryWayRound(String file) {
    List<String> permitted = new ArrayList<>();
    for (SqlFile.Attempt attempt : SqlFile.attempts("refused/" + file)) {
      for (Dialect dialect : attempt.dialects()) {
        Optional<String> violation = SqlBounds.readOnly(dialect).violation(attempt.sql());
        if (violation.isEmpty()) {
          permitted.add(dialect.label() + ": " + attempt.sql() + " (" + attempt.source() + ")");
        }
      }
    }
    assertEquals(List.of(), permitted);
  }

  @Test
  void thereAreAHundredAndFiftyOfThemEachWithItsSource() {
    List<SqlFile.Attempt> attempts = attempts(FILES.stream());
    assertTrue(new HashSet<>(attempts.stream().map(SqlFile.Attempt::sql).toList()).size() >= 150);
    assertEquals(List.of(), attempts.stream().filter(a -> a.source().isBlank()).toList());
  }

  @Test
  void reasonsNeverRepeatTexts() {
    for (SqlFile.Attempt attempt : attempts(FILES.stream())) {
      for (Dialect dialect : attempt.dialects()) {
        String why = SqlBounds.readOnly(dialect).violation(attempt.sql()).orElseThrow();
        for (String secret : List.of("/tmp", "passwd", "example.com", "curl", "\n", "id'")) {
          assertTrue(!why.contains(secret), why);
        }
      }
    }
  }

  /** Case, comments, white space and look-alikes in the places where they change nothing. */
  @Test
  void noMutationIsPermitted() {
    Random random = new Random(20_260_823);
    List<SqlFile.Attempt> attempts = attempts(DOING.stream());
    List<String> permitted = new ArrayList<>();
    for (int round = 0; round < 12_000; round++) {
      SqlFile.Attempt attempt = attempts.get(random.nextInt(attempts.size()));
      Dialect dialect = attempt.dialects().get(random.nextInt(attempt.dialects().size()));
      String sql = attempt.sql();
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        sql = SqlMutation.of(sql, random);
      }
      if (SqlBounds.readOnly(dialect).violation(sql).isEmpty()) {
        permitted.add(dialect.label() + ": " + sql);
      }
    }
    assertEquals("", String.join("\n", permitted));
  }

  private static List<SqlFile.Attempt> attempts(Stream<String> files) {
    return files.flatMap(file -> SqlFile.attempts("refused/" + file).stream()).toList();
  }
}
