package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.recordings.leaf.Leaf;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each scenario is a row of entries: session, type, and exchange where it has one; sessions of
 * lower case are those of a node that is called as their first letter.
 */
class EntryRulesTest {
  private static EntryRules run(String scenario) throws FaultException {
    EntryRules rules = new EntryRules();
    long index = 0;
    for (String word : scenario.split(" ", -1)) {
      String[] parts = word.split(":", -1);
      Map<String, String> words = new TreeMap<>();
      if (parts.length > 2) {
        words.put("ex", parts[2]);
      }
      if (Character.isLowerCase(parts[0].charAt(0))) {
        words.put("node", parts[0].substring(0, 1));
      }
      Leaf leaf =
          new Leaf(
              parts[1],
              parts[0],
              Instant.EPOCH.plusSeconds(parts.length > 3 ? Long.parseLong(parts[3]) : 0),
              words,
              new TreeMap<>(),
              new TreeMap<>());
      rules.check(index++, leaf.text().getBytes(US_ASCII));
    }
    return rules;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A:boot",
        "A:boot A:shutdown B:boot",
        "A:boot A:request:1 A:response:1 A:shutdown",
        "A:boot A:request:1 A:request:2 A:event:1 A:response:2 A:outcome-unknown:1",
        "A:boot A:request:1 B:boot B:outcome-unknown:1 B:request:2 B:response:2",
        "A:boot A:request:1 A:request:2 B:boot B:outcome-unknown:1 C:boot C:outcome-unknown:2",
        "A:boot A:event A:admin A:event:9",
        "a1:boot b1:boot a1:request:1 b1:request:2 a1:response:1 b1:response:2",
        "a1:boot b1:boot a1:request:1 a2:boot b1:event a2:outcome-unknown:1 b1:shutdown a2:event",
        "A:boot b1:boot A:shutdown b1:request:1 b1:response:1 C:boot",
      })
  void acceptsALogInOrder(String scenario) throws FaultException {
    assertEquals(0, run(scenario).openExchanges());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A:request:1",
        "A:boot B:request:1",
        "A:boot A:boot",
        "A:boot A:shutdown A:request:1",
        "A:boot A:request",
        "A:boot A:response:1",
        "A:boot A:request:1 A:response:1 A:response:1",
        "A:boot A:request:1 A:response:1 A:outcome-unknown:1",
        "A:boot A:request:1 A:request:1",
        "A:boot A:request:1 A:response:1 A:request:1",
        "A:boot A:request:1 B:boot B:request:2",
        "A:boot A:request:1 B:boot B:response:1",
        "A:boot A:request:1 B:boot B:shutdown",
        "A:boot A:request:1 A:shutdown B:boot B:event",
        "a1:boot b1:request:1",
        "a1:boot b1:boot a1:shutdown b1:event a1:event",
        "a1:boot b1:boot a1:request:1 b1:response:1",
        "a1:boot b1:boot a1:request:1 b1:request:1",
        "a1:boot b1:boot a1:request:1 a2:boot a2:request:2",
        "a1:boot b1:boot a1:shutdown a1:boot",
      })
  void refusesALogOutOfOrder(String scenario) {
    assertThrows(FaultException.class, () -> run(scenario));
  }

  @Test
  void namesTheRequestThatWasNeverClosed() {
    FaultException fault =
        assertThrows(FaultException.class, () -> run("A:boot A:event A:request:1 B:boot B:event"));
    assertEquals(new Verification.AtEntry(2), fault.failed().where());
  }

  @Test
  void countsRequestsThatAreStillOpen() throws FaultException {
    assertEquals(2, run("A:boot A:request:1 A:request:2 B:boot").openExchanges());
    assertEquals(1, run("A:boot A:request:1").openExchanges());
  }

  @Test
  void countsEntriesThatAreEarlierThanOneBefore() throws FaultException {
    assertEquals(1, run("A:boot A:request:1:9 A:response:1:5").stepsBack());
    assertEquals(0, run("A:boot A:request:1:9 A:response:1:9").stepsBack());
  }
}
