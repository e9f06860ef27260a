package dev.gatehouse.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Official clients of both eras list and call the tools of the reference servers, over HTTP and
 * over standard streams, on all endpoints.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ClientsTest {
  @TempDir static Path folder;

  private Everything everything;
  private Installation installation;
  private GatehouseProcess gateway;

  @BeforeAll
  void startEverything() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.writeString(shared.resolve("hello.txt"), "hello from a file");
    everything = Everything.start();
    installation =
        new Installation(folder)
            .upstream("everything", everything.uri())
            .upstream("child", NodePackages.server("everything", "stdio"))
            .upstream("files", NodePackages.server("filesystem", shared.toString()));
    gateway = installation.serve();
  }

  @AfterAll
  void stopEverythingAndVerifyWhatWasRecorded() {
    gateway.close();
    everything.close();
    installation.verify().expecting(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void typeScriptClientUsesAllUpstreamsOnOneEndpoint(String era) {
    List<JsonObject> said =
        TypeScriptClient.over(
            mcp(),
            era,
            TypeScriptClient.list(),
            TypeScriptClient.call("everything__echo", "{\"message\":\"over http\"}"),
            TypeScriptClient.call("child__get-sum", "{\"a\":19,\"b\":23}"),
            TypeScriptClient.call("files__read_text_file", "{\"path\":\"" + hello() + "\"}"),
            TypeScriptClient.call(
                "everything__trigger-long-running-operation", "{\"duration\":1,\"steps\":4}"),
            TypeScriptClient.call("everything__no-such-tool", "{}"));

    assertEquals(era, said.get(0).getString("era"));
    Set<String> tools = toolNames(said.get(1));
    assertTrue(
        tools.containsAll(Set.of("everything__echo", "child__echo", "files__read_text_file")),
        tools::toString);
    assertEquals("Echo: over http", text(said.get(2)));
    assertEquals("The sum of 19 and 23 is 42.", text(said.get(3)));
    assertEquals("hello from a file", text(said.get(4)));
    assertTrue(text(said.get(5)).startsWith("Long running operation completed"));
    assertEquals(4, said.get(5).getJsonObject("ok").getJsonArray("progress").size());
    assertTrue(isRefusal(said.get(6)), said.get(6)::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void typeScriptClientUsesOneUpstreamUnderItsOwnNames(String era) {
    List<JsonObject> said =
        TypeScriptClient.over(
            URI.create(mcp() + "/files"),
            era,
            TypeScriptClient.list(),
            TypeScriptClient.call("read_text_file", "{\"path\":\"" + hello() + "\"}"));

    assertTrue(toolNames(said.get(1)).contains("read_text_file"));
    assertEquals("hello from a file", text(said.get(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void typeScriptClientStartsTheGatewayItself(String era, @TempDir Path own) {
    List<JsonObject> said =
        TypeScriptClient.over(
            stdio(own),
            era,
            TypeScriptClient.list(),
            TypeScriptClient.call("everything__echo", "{\"message\":\"over stdio\"}"),
            TypeScriptClient.call("files__read_text_file", "{\"path\":\"" + hello() + "\"}"));

    assertEquals(era, said.get(0).getString("era"));
    assertTrue(toolNames(said.get(1)).contains("everything__echo"));
    assertEquals("Echo: over stdio", text(said.get(2)));
    assertEquals("hello from a file", text(said.get(3)));
    Product.run(own, "verify", "data").expecting(0);
  }

  @Test
  void javaClientUsesAllUpstreamsOnOneEndpoint() {
    List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
    try (McpSyncClient client =
        McpClient.sync(http(mcp())).progressConsumer(progress::add).build()) {
      client.initialize();
      Set<String> tools = listed(client);
      assertTrue(tools.contains("everything__echo"), tools::toString);
      assertTrue(tools.contains("files__read_text_file"), tools::toString);
      assertEquals("Echo: hi", call(client, "everything__echo", Map.of("message", "hi")));
      assertEquals(
          "The sum of 1 and 2 is 3.", call(client, "child__get-sum", Map.of("a", 1, "b", 2)));
      client.callTool(
          CallToolRequest.builder("child__trigger-long-running-operation")
              .arguments(Map.of("duration", 1, "steps", 3))
              .progressToken("three")
              .build());
      assertEquals(3, progress.size());
    }
  }

  @Test
  void javaClientUsesOneUpstreamUnderItsOwnNames() {
    try (McpSyncClient client = McpClient.sync(http(URI.create(mcp() + "/child"))).build()) {
      client.initialize();
      assertTrue(listed(client).contains("echo"));
      assertEquals("Echo: bare", call(client, "echo", Map.of("message", "bare")));
    }
  }

  @Test
  void javaClientStartsTheGatewayItself(@TempDir Path own) {
    List<String> command = stdio(own);
    ServerParameters parameters =
        ServerParameters.builder(command.getFirst())
            .args(command.subList(1, command.size()))
            .build();
    try (McpSyncClient client =
        McpClient.sync(new StdioClientTransport(parameters, McpJsonDefaults.getMapper()))
            .requestTimeout(Duration.ofSeconds(40))
            .initializationTimeout(Duration.ofSeconds(40))
            .build()) {
      client.initialize();
      assertTrue(listed(client).contains("everything__echo"));
      assertEquals("Echo: hi", call(client, "everything__echo", Map.of("message", "hi")));
    }
    Finished verified = Product.run(own, "verify", "data");
    assertEquals(0, verified.exitCode(), verified::toString);
  }

  private URI mcp() {
    return gateway.mcp();
  }

  private static Path hello() {
    return folder.resolve("shared/hello.txt");
  }

  private static List<String> stdio(Path own) {
    Path configuration =
        new Installation(own)
            .upstream("everything", NodePackages.server("everything", "stdio"))
            .upstream("files", NodePackages.server("filesystem", folder.toString()))
            .configuration();
    return Product.command("stdio", "--config", configuration.toString());
  }

  private static McpClientTransport http(URI endpoint) {
    String server = endpoint.getScheme() + "://" + endpoint.getAuthority();
    return HttpClientStreamableHttpTransport.builder(server).endpoint(endpoint.getPath()).build();
  }

  private static Set<String> listed(McpSyncClient client) {
    return client.listTools().tools().stream().map(Tool::name).collect(Collectors.toSet());
  }

  private static String call(McpSyncClient client, String tool, Map<String, Object> arguments) {
    CallToolResult result =
        client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    return result.content().stream()
        .map(
            content ->
                content instanceof io.modelcontextprotocol.spec.McpSchema.TextContent text
                    ? text.text()
                    : content.toString())
        .collect(Collectors.joining());
  }

  private static Set<String> toolNames(JsonObject said) {
    return said.getJsonObject("ok").getJsonArray("tools").getValuesAs(JsonObject.class).stream()
        .map(tool -> tool.getString("name"))
        .collect(Collectors.toSet());
  }

  private static String text(JsonObject said) {
    return said.getJsonObject("ok").getJsonArray("content").getJsonObject(0).getString("text");
  }

  private static boolean isRefusal(JsonObject said) {
    return said.containsKey("error") || said.getJsonObject("ok").getBoolean("isError", false);
  }
}
