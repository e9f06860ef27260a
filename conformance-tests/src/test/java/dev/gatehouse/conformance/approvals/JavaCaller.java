package dev.gatehouse.conformance.approvals;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The MCP Java SDK's client, whose person looks at pages that it is shown, or does not want to.
 * Thread-safe.
 */
final class JavaCaller implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final String WAITS = "Call again with the same arguments";

  private final List<String> shown = new CopyOnWriteArrayList<>();
  private volatile boolean wants = true;
  private final McpSyncClient client;

  JavaCaller(McpClientTransport transport, boolean isShownPages) {
    McpClient.SyncSpec spec =
        McpClient.sync(transport).requestTimeout(AT_MOST).initializationTimeout(AT_MOST);
    if (isShownPages) {
      spec.capabilities(ClientCapabilities.builder().elicitation(false, true).build())
          .urlElicitation(
              request -> {
                shown.add(request.url());
                return ElicitResult.builder(
                        wants ? ElicitResult.Action.ACCEPT : ElicitResult.Action.DECLINE)
                    .build();
              });
    }
    client = spec.build();
    client.initialize();
  }

  static McpClientTransport http(URI endpoint) {
    String server = endpoint.getScheme() + "://" + endpoint.getAuthority();
    return HttpClientStreamableHttpTransport.builder(server).endpoint(endpoint.getPath()).build();
  }

  static McpClientTransport stdio(List<String> command) {
    List<String> arguments = command.subList(1, command.size());
    return new StdioClientTransport(
        ServerParameters.builder(command.getFirst()).args(arguments).build(),
        McpJsonDefaults.getMapper());
  }

  /** Whether its person looks at what comes next. */
  void want(boolean looks) {
    wants = looks;
  }

  /** The addresses that its person was shown. */
  List<String> shown() {
    return shown;
  }

  /** Calls again and again, as it is told to, until the call does not wait any more. */
  String settled(String tool) {
    String said = call(tool);
    while (said.contains(WAITS)) {
      said = call(tool);
    }
    return said;
  }

  private String call(String tool) {
    CallToolRequest request = CallToolRequest.builder(tool).arguments(Map.of("name", tool)).build();
    return ((TextContent) client.callTool(request).content().getFirst()).text();
  }

  @Override
  public void close() {
    client.closeGracefully();
  }
}
