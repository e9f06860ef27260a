package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.EventSocket;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.fixture.RawSocket;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.recordings.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session lasts as long as the log knows of it, whatever becomes of the gateway. */
class SurvivingSessionsTest {
  private static final String ROLE = "gateway";

  @TempDir private Path folder;

  private static FixtureUpstream upstream() {
    return FixtureUpstream.legacy().tool("say", Answer.text("said"));
  }

  @Test
  void goesOnWhereTheGatewayWasKilled() {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation = new Installation(folder).upstream("fixture", upstream.uri());
      String used;
      String ended;
      try (GatehouseProcess gateway = installation.serve()) {
        used = session(gateway.mcp());
        ended = session(gateway.mcp());
        assertEquals(200, call(gateway.mcp(), used));
        assertEquals(200, call(gateway.mcp(), ended));
        assertEquals(202, end(gateway.mcp(), ended));
        gateway.kill();
      }
      try (GatehouseProcess gateway = installation.serve()) {
        assertEquals(200, call(gateway.mcp(), used));
        assertEquals(404, call(gateway.mcp(), ended));
        assertEquals(404, call(gateway.mcp("fixture"), used), "at another endpoint");
        assertEquals(404, call(gateway.mcp(), altered(used)));
        assertEquals(404, call(gateway.mcp(), "made-up"));
        try (EventSocket stream =
            EventSocket.get(
                gateway.mcp(), Map.of("Mcp-Session-Id", used, "Accept", "text/event-stream"))) {
          assertEquals(200, stream.status());
          assertEquals("", stream.next().orElseThrow().data());
        }
        assertEquals(202, end(gateway.mcp(), used));
        assertEquals(404, call(gateway.mcp(), used));
      }
      installation.verify().expecting(0);
    }
  }

  @Test
  void forgetsWhoWasIdleForTooLong() throws Exception {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation =
          new Installation(folder)
              .upstream("fixture", upstream.uri())
              .more("limits: { session-idle: 1s }");
      String session;
      try (GatehouseProcess gateway = installation.serve()) {
        session = session(gateway.mcp());
        gateway.kill();
      }
      Thread.sleep(1000);
      try (GatehouseProcess gateway = installation.serve()) {
        assertEquals(404, call(gateway.mcp(), session));
        assertEquals(200, call(gateway.mcp(), session(gateway.mcp())));
      }
    }
  }

  @Test
  void gatewaysOnOneDatabaseShareSessions() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        FixtureUpstream upstream = upstream()) {
      String database = server.newDatabase();
      server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
      Finished script = Product.run(folder, "postgres-setup", "--role", ROLE).expecting(0);
      server.executeAt(database, script.out());
      Installation a = node("a", database, upstream);
      Installation b = node("b", database, upstream);
      try (GatehouseProcess first = a.serve()) {
        Files.createDirectories(b.data());
        for (String file : List.of("signing.pem", "signing-ml-dsa-44.pem", "master.key")) {
          Files.copy(a.data().resolve(file), b.data().resolve(file));
        }
        try (GatehouseProcess second = b.serve()) {
          String session = session(first.mcp());
          assertEquals(200, call(second.mcp(), session));
          assertEquals(200, call(first.mcp(), session));
          String ended = session(second.mcp());
          assertEquals(202, end(second.mcp(), ended));
          assertEquals(404, call(first.mcp(), ended));
          first.kill();
          assertEquals(200, call(second.mcp(), session));
        }
      }
      b.verify().expecting(0);
    }
  }

  private Installation node(String node, String database, FixtureUpstream upstream)
      throws IOException {
    return new Installation(Files.createDirectories(folder.resolve(node)))
        .upstream("fixture", upstream.uri())
        .recordings(
            "node: %s, postgres: { url: \"%s\", user: %s }".formatted(node, database, ROLE));
  }

  private static String altered(String id) {
    char first = id.charAt(0) == 'B' ? 'C' : 'B';
    return first + id.substring(1);
  }

  private static String session(URI mcp) {
    try (RawClient client = RawClient.plain(mcp)) {
      return client
          .post(
              """
              {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":\
              "2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}\
              """)
          .header("Mcp-Session-Id")
          .orElseThrow();
    }
  }

  private static int call(URI mcp, String session) {
    try (RawClient client = RawClient.plain(mcp)) {
      RawClient.Reply reply =
          client.post(
              """
              {"jsonrpc":"2.0","id":1,"method":"tools/call",\
              "params":{"name":"fixture__say","arguments":{}}}\
              """,
              Map.of("Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25"));
      assertTrue(reply.status() != 200 || reply.body().contains("said"), reply::body);
      return reply.status();
    }
  }

  private static int end(URI mcp, String session) {
    String head = "DELETE /mcp HTTP/1.1\nHost: 127.0.0.1\nMcp-Session-Id: " + session;
    return RawSocket.status(mcp, head, "");
  }
}
