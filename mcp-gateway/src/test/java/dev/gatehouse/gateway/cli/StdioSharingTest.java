package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several clients that each start {@code gatehouse stdio} with one configuration. */
@Timeout(60)
class StdioSharingTest {
  @TempDir private Path folder;
  private FakeServer server;
  private Path file;

  @BeforeEach
  void configure() throws Exception {
    server = FakeServer.start();
    file = WorkingGateway.write(folder, server);
  }

  @AfterEach
  void stopAndVerify() {
    server.close();
    assertEquals(0, CommandLineRun.of("verify", folder.resolve("data").toString()).exitCode());
  }

  @Test
  void answersOneClientUntilItsInputEnds() throws Exception {
    try (StdioClient client = StdioClient.start(file)) {
      assertTrue(client.initialize().contains("\"serverInfo\""));
      assertTrue(client.find("Ada").contains("[masked:payment-card]"));
      assertEquals(0, client.end());
    }
    assertFalse(Files.exists(folder.resolve("data/running.properties")));
  }

  @Test
  void refusesMoreStreamsThanAClientMayHaveAndReadsOn() throws Exception {
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    String listen =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"subscriptions/listen\",\"params\":{"
            + "\"notifications\":{\"toolsListChanged\":true},"
            + meta
            + "}}";
    try (StdioClient client = StdioClient.start(file)) {
      for (int id = 101; id <= 165; id++) {
        client.send(listen.formatted(id));
      }
      List<String> told = new ArrayList<>();
      for (int i = 0; i < 65; i++) {
        told.add(client.next());
      }
      List<String> refused = told.stream().filter(line -> line.contains("-31002")).toList();
      assertEquals(1, refused.size(), told.toString());
      assertTrue(refused.getFirst().contains("\"id\":165"), refused.toString());
      client.initialize();
      assertTrue(client.find("Ada").contains("\"result\""));
      assertEquals(0, client.end());
    }
  }

  @Test
  void endsWithThreeWhereTheLogIsHalted() throws Exception {
    try (StdioClient client = StdioClient.start(file)) {
      assertEquals(0, client.end());
    }
    Files.writeString(folder.resolve("data/halted"), "a witness has seen more\n");
    try (StdioClient client = StdioClient.start(file)) {
      assertEquals(3, client.ended());
    }
  }

  @Test
  void theSecondClientSharesTheGatewayOfTheFirst() throws Exception {
    try (StdioClient first = StdioClient.start(file)) {
      first.initialize();
      try (StdioClient second = StdioClient.start(file)) {
        second.initialize();
        assertTrue(second.find("Ada").contains("[masked:payment-card]"));
        assertTrue(first.find("Ada").contains("[masked:payment-card]"));
        first.closeInput();
        assertTrue(second.find("Grace").contains("\"result\""));
        assertEquals(0, second.end());
      }
      assertEquals(0, first.end());
    }
    // Whoever looks at a log that nobody has open opens it too, so this is asked first.
    String boots = CommandLineRun.of("log", "--data", data(), "--kind", "boot").out();
    assertEquals(1, boots.lines().count());
    String calls = CommandLineRun.of("log", "--data", data(), "--kind", "request").out();
    assertEquals(3, calls.lines().filter(line -> line.contains("crm__find")).count(), calls);
  }

  @Test
  void aClientSharesAGatewayThatServesOverHttp() throws Exception {
    try (WorkingGateway gateway = WorkingGateway.in(Files.createDirectory(folder.resolve("web")));
        StdioClient client = StdioClient.start(Path.of(gateway.configuration()))) {
      client.initialize();
      assertTrue(client.find("Ada").contains("[masked:payment-card]"));
      gateway.stop();
      assertEquals(1, client.ended());
    }
    try (StdioClient client = StdioClient.start(file)) {
      assertEquals(0, client.end());
    }
  }

  @Test
  void takesNoNoticeOfANoteThatAKilledGatewayLeft() throws Exception {
    Path gone = Files.createTempDirectory("gatehouse-").resolve("socket");
    Files.createFile(gone);
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/running.properties"), "socket=" + gone + "\n");
    try (StdioClient client = StdioClient.start(file)) {
      client.initialize();
      assertFalse(Files.exists(gone.getParent()));
      assertEquals(0, client.end());
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }
}
