package dev.gatehouse.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultShapeTest {
  private static final Map<String, String> COMPLETE = Map.of("resultType", "\"complete\"");
  private static final Map<String, String> UNCACHED =
      Map.of("resultType", "\"complete\"", "ttlMs", "0", "cacheScope", "\"private\"");

  @Test
  void givesALegacyResultWhatAModernClientExpects() throws Exception {
    assertEquals(COMPLETE, added(Era.LEGACY, Era.MODERN, "tools/call", "{}"));
    assertEquals(UNCACHED, added(Era.LEGACY, Era.MODERN, "tools/list", "{}"));
    assertEquals(UNCACHED, added(Era.LEGACY, Era.MODERN, "skills/list", "{}"));
    assertEquals(Map.of(), added(Era.LEGACY, Era.LEGACY, "tools/list", "{}"));
  }

  @Test
  void saysOfAModernResultWithoutATypeThatItIsComplete() throws Exception {
    assertEquals(COMPLETE, added(Era.MODERN, Era.MODERN, "tools/call", "{}"));
    assertEquals(COMPLETE, added(Era.MODERN, Era.MODERN, "tools/list", "{}"));
    assertEquals(Map.of(), added(Era.MODERN, Era.LEGACY, "tools/call", "{}"));
  }

  @Test
  void leavesAModernResultWithATypeAsItIs() throws Exception {
    String task = "{\"resultType\":\"task\"}";
    assertEquals(Map.of(), added(Era.MODERN, Era.MODERN, "tools/call", task));
    Message.Response error =
        response("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"m\"}}");
    assertEquals(Map.of(), ResultShape.added(Era.MODERN, Era.MODERN, "tools/call", error));
  }

  private static Map<String, String> added(Era shape, Era client, String method, String result)
      throws JsonRpcException {
    String json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    return ResultShape.added(shape, client, method, response(json));
  }

  private static Message.Response response(String json) throws JsonRpcException {
    return (Message.Response) Message.read(json.getBytes(UTF_8), JsonLimits.STANDARD);
  }
}
