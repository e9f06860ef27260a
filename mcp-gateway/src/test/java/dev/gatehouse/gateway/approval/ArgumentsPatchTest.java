package dev.gatehouse.gateway.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.approval.ArgumentsPatch.Patched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsPatchTest {

  /** RFC 7396, appendix A, as far as both sides are objects; and what else keeps its spelling. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"a":"b"}                      | {"a":"c"}                    | {"a":"c"}
          {"a":"b"}                      | {"b":"c"}                    | {"a":"b","b":"c"}
          {"a":"b"}                      | {"a":null}                   | {}
          {"a":"b","b":"c"}              | {"a":null}                   | {"b":"c"}
          {"a":["b"]}                    | {"a":"c"}                    | {"a":"c"}
          {"a":"c"}                      | {"a":["b"]}                  | {"a":["b"]}
          {"a":{"b":"c"}}                | {"a":{"b":"d","c":null}}     | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]}              | {"a":[1]}                    | {"a":[1]}
          {"e":null}                     | {"a":1}                      | {"e":null,"a":1}
          {}                             | {"a":{"bb":{"ccc":null}}}    | {"a":{"bb":{}}}
          {}                             | {"a":[null,{"b":null}]}      | {"a":[null,{"b":null}]}
          {"a":1}                        | {"a":{"b":null,"c":2}}       | {"a":{"c":2}}
          {"a":1}                        | {"a":{}}                     | {"a":{}}
          {"a":{"b":1}}                  | {"a":{}}                     | {"a":{"b":1}}
          {"a":1}                        | {}                           | {"a":1}
          { "a" : 1.0, "b":"\\u0041" }   | {"a":2}                      | { "a" : 2, "b":"\\u0041" }
          {"\\u0061":1,"b":2}            | {"a":3}                      | {"\\u0061":3,"b":2}
          {"a":1,"b":2,"c":3}            | {"c":null,"d":4}             | {"a":1,"b":2,"d":4}
          {"a":1,"b":2,"c":3}            | {"a":null,"b":null,"c":null} | {}
          {"a":1}                        | {"a":null,"b":2}             | {"b":2}
          {"a":{"x":1e3,"y":[ 1 ]},"b":0}| {"a":{"z":"é"}}              | {"a":{"x":1e3,"y":[ 1 ],"z":"é"},"b":0}
          {"n":12345678901234567890.10}  | {"m":1E5}                    | {"n":12345678901234567890.10,"m":1E5}
          """)
  void mergesAsTheRfcSays(String arguments, String patch, String expected) {
    assertEquals(new Patched.To(expected), ArgumentsPatch.patched(arguments, patch));
  }

  @Test
  void makesArgumentsWhereThereWereNone() {
    assertEquals(new Patched.To("{\"a\":1}"), ArgumentsPatch.patched("", "{\"a\":1}"));
    assertEquals(new Patched.To("{}"), ArgumentsPatch.patched(" ", "{\"a\":null}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"a":1}       | [1]               | changes of arguments are a JSON object
          {"a":1}       | null              | changes of arguments are a JSON object
          {"a":1}       | {"a":1            | the changes cannot be read
          {"a":1}       | {"a":1,"a":2}     | the changes cannot be read
          {"a":1,"a":2} | {"a":1}           | the arguments cannot be read
          [1]           | {"a":1}           | the arguments are no JSON object
          """)
  void refusesWhatIsNoChangeOfAnObject(String arguments, String patch, String why) {
    Patched patched = ArgumentsPatch.patched(arguments, patch);
    assertTrue(assertInstanceOf(Patched.Refused.class, patched).why().startsWith(why));
  }

  @Test
  void readsNothingDeeperThanCallsMayBe() {
    String deep = "{\"a\":".repeat(200) + "1" + "}".repeat(200);
    assertInstanceOf(Patched.Refused.class, ArgumentsPatch.patched("{}", deep));
    assertInstanceOf(Patched.Refused.class, ArgumentsPatch.patched(deep, "{}"));
    assertTrue(!new Patched.To("{\"secret\":1}").toString().contains("secret"));
  }
}
