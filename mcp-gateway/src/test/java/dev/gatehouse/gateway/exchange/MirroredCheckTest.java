package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirroredCheckTest {
  private static final String LIST =
      """
      {"jsonrpc":"2.0","id":1,"result":{"tools":[
        {"name":"good","inputSchema":{"properties":{
          "region":{"type":"string","x-mcp-header":"Region"}}}},
        {"name":"bad","inputSchema":{"properties":{
          "regions":{"type":"array","x-mcp-header":"Regions"}}}}],
        "resultType":"complete","ttlMs":0,"cacheScope":"private"}}
      """;
  private static final String DONE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],\"resultType\":\"complete\"}}";

  @TempDir private Path directory;

  private final FakeUpstream crm =
      new FakeUpstream(
          "crm", Era.MODERN, call -> call.request().method().equals("tools/list") ? LIST : DONE);

  @Test
  void refusesACallWhoseHeaderDiffersOnceTheToolWasListed() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, "default: permit\n", crm)) {
      assertTrue(call(gateway, Map.of()).startsWith("200 "));
      String listed = gateway.modern("tools/list", "", "").reply();

      assertTrue(listed.contains("crm__good"), listed);
      assertTrue(call(gateway, Map.of("mcp-param-region", "north")).startsWith("200 "));
      assertTrue(call(gateway, Map.of("mcp-param-region", "south")).startsWith("400 "));
      assertTrue(call(gateway, Map.of()).contains("-32020"));
      assertEquals(3, crm.sent().size());
    }
  }

  @Test
  void leavesOutAToolWhoseDefinitionNobodyMayFollow() throws Exception {
    try (ExchangeBench gateway = new ExchangeBench(directory, "default: permit\n", crm)) {
      String federated = gateway.modern("tools/list", "", "").reply();
      assertTrue(federated.contains("\"crm__good\""), federated);
      assertFalse(federated.contains("bad"), federated);
      String single = gateway.single("crm", "tools/list").reply();
      assertTrue(single.contains("\"good\""), single);
      assertFalse(single.contains("bad"), single);
    }
  }

  private static String call(ExchangeBench gateway, Map<String, String> mirrored) {
    return gateway
        .modern(
            "tools/call",
            "crm__good",
            "\"name\":\"crm__good\",\"arguments\":{\"region\":\"north\"}",
            mirrored)
        .reply();
  }
}
