package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With nothing masked, what passes stays byte for byte: what is unknown to us, how numbers are
 * spelled, escapes and white space.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FidelityTest {
  /** Each is spelled as no writer of ours would. */
  private static final List<String> MEMBERS =
      List.of(
          "\"content\":[{\"type\":\"text\",\"text\":\"caf\\u00e9 \\/ \\ud83d\\ude00 \\t\"}]",
          "\"content\":[],\"x-unknown\":{\"z\":1.0,\"a\":12345678901234567890,\"m\":1E+2}",
          "\"content\":[],\"structuredContent\":{\"n\":-0.0,\"f\":1.50,\"deep\":[[],{}],\"\":0}",
          "\"content\" : [ ] ,\n  \"isError\" :\tfalse , \"x\"  : [ 1 ,2,  3 ]",
          "\"content\":[{\"type\":\"text\",\"text\":\"é 😀 \u2028 ¿\"}],\"\\u0061b\":null",
          "\"content\":[{\"type\":\"x-new-kind\",\"x\":true}],\"_meta\":{\"a.example/b\":[1,2.50]}");

  private static final String ARGUMENTS =
      "{ \"z\" : 1.0,\"big\":12345678901234567890, \"e\":1E+2 ,\"s\":\"\\u00e9\\/é\",\"l\":[ ] }";

  @TempDir static Path folder;

  private final FixtureUpstream legacy = FixtureUpstream.legacy();
  private final FixtureUpstream modern = FixtureUpstream.modern();
  private GatehouseProcess gateway;

  @BeforeAll
  void start() {
    for (int i = 0; i < MEMBERS.size(); i++) {
      legacy.tool("bytes" + i, Answer.result("{" + MEMBERS.get(i) + "}"));
      modern.tool(
          "bytes" + i, Answer.result("{\"resultType\":\"complete\"," + MEMBERS.get(i) + "}"));
    }
    String error =
        "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"error\":{\"code\":-31999,\"message\":\"caf\\u00e9\","
            + "\"data\":{\"n\":1.0}}}";
    legacy.tool("fails", new Answer.Json(200, error));
    modern.tool("fails", new Answer.Json(200, error));
    legacy.method("x-vendor/thing", Answer.result("{\"v\":1.0,\"_meta\":{}}"));
    gateway =
        new Installation(folder)
            .upstream("legacy", legacy.uri())
            .upstream("modern", modern.uri())
            .serve();
  }

  @AfterAll
  void stop() {
    gateway.close();
    legacy.close();
    modern.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void legacyToLegacyIsByteForByte(int i) {
    try (RawClient client = RawClient.legacy(gateway.mcp())) {
      String reply = client.call("17", "legacy__bytes" + i, "{}").last();
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":17,\"result\":{" + MEMBERS.get(i) + "}}",
          Ours.removed(reply));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void modernToModernIsByteForByte(int i) {
    try (RawClient client = RawClient.modern(gateway.mcp())) {
      String reply = client.call("\"a-1\"", "modern__bytes" + i, "{}").last();
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":\"a-1\",\"result\":{\"resultType\":\"complete\","
              + MEMBERS.get(i)
              + "}}",
          Ours.removed(reply));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void betweenErasOnlyWhatTheEraAsksForChanges(int i) {
    try (RawClient oldClient = RawClient.legacy(gateway.mcp());
        RawClient newClient = RawClient.modern(gateway.mcp())) {
      String forOld = Ours.removed(oldClient.call("3", "modern__bytes" + i, "{}").last());
      String forNew = Ours.removed(newClient.call("3", "legacy__bytes" + i, "{}").last());
      assertTrue(forOld.contains(MEMBERS.get(i)), forOld);
      assertFalse(forOld.contains("resultType"), forOld);
      assertTrue(forNew.contains(MEMBERS.get(i)), forNew);
      assertTrue(forNew.contains("\"resultType\":\"complete\""), forNew);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void argumentsReachTheUpstreamAsTheyWereSpelled(String era) {
    try (RawClient client = client(era)) {
      client.call("99", "legacy__bytes0", ARGUMENTS);
      client.call("99", "modern__bytes0", ARGUMENTS);
    }
    assertTrue(legacy.received("\"tools/call\"").getLast().contains(ARGUMENTS));
    assertTrue(modern.received("\"tools/call\"").getLast().contains(ARGUMENTS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void errorsOfTheUpstreamStayAsTheyAre(String era) {
    try (RawClient client = client(era)) {
      String reply = client.call("5", era + "__fails", "{}").last();
      assertTrue(reply.contains("\"code\":-31999"), reply);
      assertTrue(reply.contains("\"message\":\"caf\\u00e9\""), reply);
      assertTrue(reply.contains("\"n\":1.0"), reply);
    }
  }

  @Test
  void methodsThatNobodyKnowsPassThrough() {
    try (RawClient client = RawClient.legacy(gateway.mcp("legacy"))) {
      String reply = client.request("8", "x-vendor/thing", "\"q\":1.50").last();
      assertTrue(reply.contains("\"v\":1.0"), reply);
    }
    assertTrue(legacy.received("x-vendor/thing").getLast().contains("\"q\":1.50"));
  }

  @Test
  void theUpstreamsOwnNameOfAToolIsUsedUpstream() {
    try (RawClient client = RawClient.legacy(gateway.mcp())) {
      client.call("1", "legacy__bytes0", "{}");
    }
    String last = legacy.received("\"tools/call\"").getLast();
    assertTrue(last.contains("\"name\":\"bytes0\""), last);
    assertFalse(last.contains("legacy__"), last);
  }

  private RawClient client(String era) {
    return era.equals("legacy") ? RawClient.legacy(gateway.mcp()) : RawClient.modern(gateway.mcp());
  }
}
