package dev.gatehouse.adapters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.adapters.MirroredArguments.Mirrored;
import dev.gatehouse.adapters.MirroredArguments.Reading;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirroredArgumentsTest {

  @Test
  void findsArgumentsAtAnyDepth() throws Exception {
    Reading reading =
        read(
            """
            { "a": { "type": "string", "x-mcp-header": "A" },
              "b": { "properties": { "c": { "type": "integer", "x-mcp-header": "C" } } },
              "x-mcp-header": { "type": "string" },
              "d": { "type": "boolean", "default": { "x-mcp-header": "no annotation" } } }
            """);
    assertEquals(
        new Reading.Allowed(
            new MirroredArguments(
                List.of(
                    new Mirrored("Mcp-Param-A", List.of("a")),
                    new Mirrored("Mcp-Param-C", List.of("b", "c"))))),
        reading);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A:\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\\u0001\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\\u00c4\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}",
        "{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"type\":\"array\",\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"type\":\"null\",\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"x-mcp-header\":\"A\"}}",
        "{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
            + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}",
        "{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
        "{\"a\":{\"oneOf\":[{\"type\":\"string\",\"x-mcp-header\":\"A\"}]}}",
        "{\"a\":{\"$defs\":{\"b\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
        "{\"a\":{\"not\":{\"properties\":{\"b\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}}",
      })
  void forbidsAnnotationsThatNobodyMayFollow(String properties) throws Exception {
    assertInstanceOf(Reading.Forbidden.class, read(properties));
  }

  private static Reading read(String properties) throws JsonSyntaxException {
    String tool =
        "{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\",\"properties\":" + properties + "}}";
    return MirroredArguments.of((ObjectNode) JsonText.parse(tool, JsonLimits.STANDARD).root());
  }
}
