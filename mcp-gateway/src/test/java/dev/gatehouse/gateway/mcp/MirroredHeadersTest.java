package dev.gatehouse.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirroredHeadersTest {
  private final MirroredHeaders mirrored = new MirroredHeaders();

  @BeforeEach
  void list() throws JsonSyntaxException {
    assertTrue(
        mirrored.listed(
            "crm",
            tool(
                "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
                    + "\"level\":{\"type\":\"integer\",\"x-mcp-header\":\"Level\"}")));
  }

  @ParameterizedTest
  @CsvSource({
    "us-west1, us-west1",
    "Hello, =?base64?SGVsbG8=?=",
    "SGVsbG8=, SGVsbG8=",
    "=?base64?SGVsbG8=, =?base64?SGVsbG8="
  })
  void takesAHeaderThatSaysWhatTheBodySays(String value, String header) throws Exception {
    assertFalse(isWrong("{\"region\":\"" + value + "\"}", Map.of("mcp-param-region", header)));
  }

  @ParameterizedTest
  @CsvSource({
    "Hello, hello",
    "Hello, =?base64?SGVsbG8?=",
    "Hello, =?base64?SGVs!!!bG8=?=",
    "Hello, =?base64?SGVsbG9=?=",
    "Hällo, Hällo"
  })
  void refusesAHeaderThatSaysSomethingElseOrNothing(String value, String header) throws Exception {
    assertTrue(isWrong("{\"region\":\"" + value + "\"}", Map.of("mcp-param-region", header)));
    assertTrue(isWrong("{\"region\":\"" + value + "\"}", Map.of()));
  }

  @Test
  void comparesNumbersByValue() throws Exception {
    assertFalse(isWrong("{\"level\":42}", Map.of("mcp-param-level", "42.0")));
    assertTrue(isWrong("{\"level\":42}", Map.of("mcp-param-level", "43")));
    assertTrue(isWrong("{\"level\":42}", Map.of("mcp-param-level", "4_2")));
  }

  @Test
  void expectsNoHeaderForWhatIsNotThere() throws Exception {
    assertFalse(isWrong("{}", Map.of()));
    assertFalse(isWrong("{\"region\":null}", Map.of()));
    assertFalse(
        mirrored
            .fault("other", "t", call("{\"region\":\"x\"}"), new Headers(Map.of(), true))
            .isPresent());
    assertFalse(mirrored.fault("crm", "t", call("{\"region\":\"x\"}"), Headers.NONE).isPresent());
  }

  @Test
  void forgetsWhatAToolNoLongerWantsAndLeavesOutWhatNobodyMayFollow() throws Exception {
    assertTrue(mirrored.listed("crm", tool("\"region\":{\"type\":\"string\"}")));
    assertFalse(isWrong("{\"region\":\"x\"}", Map.of()));
    assertFalse(
        mirrored.listed("crm", tool("\"region\":{\"type\":\"array\",\"x-mcp-header\":\"R\"}")));
    assertFalse(isWrong("{\"region\":\"x\"}", Map.of()));
  }

  private boolean isWrong(String arguments, Map<String, String> headers) throws Exception {
    var fault = mirrored.fault("crm", "t", call(arguments), new Headers(headers, true));
    fault.ifPresent(it -> assertEquals(ModernEnvelope.HEADER_MISMATCH, it.error().code()));
    fault.ifPresent(it -> assertEquals(400, it.status()));
    return fault.isPresent();
  }

  private static ObjectNode tool(String properties) throws JsonSyntaxException {
    String json = "{\"name\":\"t\",\"inputSchema\":{\"properties\":{" + properties + "}}}";
    return (ObjectNode) JsonText.parse(json, JsonLimits.STANDARD).root();
  }

  private static Message.Request call(String arguments) throws JsonRpcException {
    String json =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"t\",\"arguments\":"
            + arguments
            + "}}";
    return (Message.Request) Message.read(json.getBytes(UTF_8), JsonLimits.STANDARD);
  }
}
