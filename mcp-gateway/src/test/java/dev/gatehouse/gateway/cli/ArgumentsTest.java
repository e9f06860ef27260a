package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "a=text | {\"a\":\"text\"}",
        "a=two words | {\"a\":\"two words\"}",
        "a=1.50 | {\"a\":1.50}",
        "a=01 | {\"a\":\"01\"}",
        "a=true | {\"a\":true}",
        "a=null | {\"a\":null}",
        "a=[1,2] | {\"a\":[1,2]}",
        "a={\"b\":1} | {\"a\":{\"b\":1}}",
        "a=\"1\" | {\"a\":\"1\"}",
        "a= | {\"a\":\"\"}",
        "a=b=c | {\"a\":\"b=c\"}",
        "a=[1 | {\"a\":\"[1\"}",
        "a=say \"hi\" | {\"a\":\"say \\\"hi\\\"\"}"
      })
  void readsAValueAsJsonWhereItIsJson(String pair, String object) {
    assertEquals(object, Arguments.of(List.of(pair)));
  }

  @Test
  void keepsTheOrderOfPairs() {
    assertEquals("{\"b\":1,\"a\":2}", Arguments.of(List.of("b=1", "a=2")));
    assertEquals("{}", Arguments.of(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=1", ""})
  void refusesWhatHasNoKey(String pair) {
    assertThrows(IllegalArgumentException.class, () -> Arguments.of(List.of(pair)));
  }

  @Test
  void refusesAKeyGivenTwice() {
    assertThrows(IllegalArgumentException.class, () -> Arguments.of(List.of("a=1", "a=1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"a\"", "{\"a\":1,\"a\":2}", "{", ""})
  void refusesWhatIsNoObject(String text) {
    assertThrows(IllegalArgumentException.class, () -> Arguments.object(text));
  }
}
