package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.FixtureChild;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.fixture.RawClient.Reply;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream that is a child process keeps the same promises as one over HTTP. */
class ChildProcessTest {
  private static final List<String> CARD = List.of("4111111111111111", "4111 1111 1111 1111");

  private static final String MASKING =
      """
      default: permit
      rules:
        - name: hide cards
          tools: [ "*" ]
          mask:
            result: [ { detect: [ payment-card ] } ]
            arguments: [ { detect: [ payment-card ] } ]
      """;

  private static final String MEMBERS =
      "\"content\":[{\"type\":\"text\",\"text\":\"caf\\u00e9 \\/ é"
          + " 😀\"}],\"x\":{\"z\":1.0,\"a\":12345678901234567890,\"e\":1E+2} , \"y\" : [ 1 ]";

  private static final String ARGUMENTS = "{ \"z\" : 1.0,\"big\":12345678901234567890 ,\"l\":[ ] }";

  @Test
  void whatPassesStaysByteForByte(@TempDir Path folder) throws IOException {
    List<String> answer =
        List.of("nothing", "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":{" + MEMBERS + "}}");
    try (GatehouseProcess gateway = installation(folder, answer).serve();
        RawClient client = RawClient.legacy(gateway.mcp())) {
      String reply = client.call("\"c-1\"", "child__say", ARGUMENTS).last();
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":\"c-1\",\"result\":{" + MEMBERS + "}}", Ours.removed(reply));
    }
    assertTrue(Files.readString(folder.resolve("received")).contains(ARGUMENTS));
  }

  @Test
  void aCardIsNowhereWhateverTheChildWrites(@TempDir Path folder) throws IOException {
    List<String> answer =
        List.of(
            "charging 4111 1111 1111 1111",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{"
                + "\"progressToken\":$TOKEN,\"progress\":1,\"message\":\"4111 1111 1111 1111\"}}",
            "this is no JSON, but has 4111 1111 1111 1111",
            "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":{\"content\":[],"
                + "\"structuredContent\":{\"card\":4111111111111111}}}");
    Path childs = Files.createDirectory(folder.resolve("child"));
    Path own = Files.createDirectory(folder.resolve("own"));
    Installation installation = installation(own, childs, answer).policy(MASKING);
    try (GatehouseProcess gateway = installation.serve();
        RawClient client = RawClient.legacy(gateway.mcp())) {
      Reply reply =
          client.callWithProgress("1", "child__say", "{\"card\":\"4111 1111 1111 1111\"}");
      assertFalse(reply.body().contains(CARD.get(0)), reply::body);
      assertFalse(reply.body().contains(CARD.get(1)), reply::body);
      assertTrue(reply.body().contains("[masked:payment-card]"), reply::body);
    }
    installation.export("export");
    assertEquals(List.of(), Search.in(own, CARD));
    assertFalse(Files.readString(childs.resolve("received")).contains(CARD.get(1)));
    installation.verify().expecting(0);
  }

  private static Installation installation(Path folder, List<String> answer) throws IOException {
    return installation(folder, folder, answer);
  }

  private static Installation installation(Path folder, Path childs, List<String> answer)
      throws IOException {
    Path file = Files.write(childs.resolve("answer"), answer);
    return new Installation(folder)
        .upstream("child", FixtureChild.command(file, childs.resolve("received")));
  }
}
