package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "crm__get, crm__get, true",
    "crm__get, crm__gets, false",
    "crm__get, Crm__get, false",
    "crm__*, crm__get, true",
    "crm__*, crm__, true",
    "crm__*, xcrm__get, false",
    "*__delete_*, crm__delete_user, true",
    "*__delete_*, crm__undelete_user, false",
    "*delete*, crm__undelete, true",
    "a?c, abc, true",
    "a?c, ac, false",
    "a?c, abbc, false",
    "*a*b*c, xxaxxbxxc, true",
    "*a*b*c, xxaxxcxxb, false",
    "**, anything, true",
    "?*, a, true",
    "a.c, abc, false",
    "[ab], a, false"
  })
  void matchesWholeNames(String pattern, String name, boolean matches) {
    assertEquals(matches, Glob.of(pattern).matches(name));
  }

  @Test
  void staysQuickWhereBacktrackingWouldExplode() {
    Glob glob = Glob.of("*a".repeat(100));

    assertFalse(glob.matches("a".repeat(100_000) + "b"));
  }
}
