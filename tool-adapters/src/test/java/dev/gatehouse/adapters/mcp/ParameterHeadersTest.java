package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterHeadersTest {
  private final ParameterHeaders headers = new ParameterHeaders();

  private void learn(String properties) {
    headers.learn(
        (Message.Result)
            Calls.message(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"t\","
                    + "\"inputSchema\":{\"properties\":"
                    + properties
                    + "}}]}}"));
  }

  private static Rewrite call(String arguments) {
    return Rewrite.of(
        Calls.message(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"t\","
                    + "\"arguments\":"
                    + arguments
                    + "}}")
            .json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"us\"} | us",
        "{\"a\":\"世\"} | =?base64?5LiW?=",
        "{\"a\":42} | 42",
        "{\"a\":-7} | -7",
        "{\"a\":42.0} | 42",
        "{\"a\":4.2e1} | 42",
        "{\"a\":0.0} | 0",
        "{\"a\":9007199254740993} | 9007199254740993",
        "{\"a\":4.2} | 4.2",
        "{\"a\":1e999999999} | 1e999999999",
        "{\"a\":1e9999999999999} | 1e9999999999999",
        "{\"a\":true} | true",
        "{\"a\":\"\"} | ``",
      })
  void mirrorsAnAnnotatedArgument(String arguments, String header) {
    learn("{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}");
    assertEquals(Map.of("Mcp-Param-A", header), headers.of("t", call(arguments)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{\"a\":null}", "{}", "{\"a\":{}}", "{\"a\":[1]}", "{\"b\":\"x\"}"})
  void omitsWhatIsNotThere(String arguments) {
    learn("{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}");
    assertEquals(Map.of(), headers.of("t", call(arguments)));
    assertEquals(Map.of(), headers.of("other", call("{\"a\":\"x\"}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\\r\\nB\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}",
        "{\"a\":{\"anyOf\":[{\"type\":\"string\",\"x-mcp-header\":\"A\"}]}}",
        "{\"a\":{\"x-mcp-header\":\"A\"}}"
      })
  void mirrorsNothingForAnAnnotationThatIsNotAllowed(String properties) {
    learn(properties);
    assertEquals(Map.of(), headers.of("t", call("{\"a\":\"x\"}")));
  }

  @Test
  void findsNestedArguments() {
    learn("{\"a\":{\"properties\":{\"b\":{\"type\":\"integer\",\"x-mcp-header\":\"B\"}}}}");
    assertEquals(Map.of("Mcp-Param-B", "7"), headers.of("t", call("{\"a\":{\"b\":7}}")));
  }

  @Test
  void mirrorsWhatIsSentAndNotWhatWasMasked() {
    learn("{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}");
    Rewrite call = call("{\"a\":\"secret\"}");
    JsonNode value =
        ((ObjectNode) call.original().root())
            .object("params")
            .flatMap(params -> params.object("arguments"))
            .flatMap(arguments -> arguments.member("a"))
            .orElseThrow();
    assertEquals(Map.of("Mcp-Param-A", "***"), headers.of("t", call.replace(value, "\"***\"")));
  }

  @Test
  void forgetsAnAnnotationThatIsGone() {
    learn("{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}");
    learn("{\"a\":{\"type\":\"string\"}}");
    assertEquals(Map.of(), headers.of("t", call("{\"a\":\"x\"}")));
  }
}
