package dev.gatehouse.gateway.demo;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The agent of the demonstration: a client of the MCP Java SDK. Confined to one thread. */
final class Agent implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  /** Most tools report nothing: then nothing much is waited for. */
  private static final Duration NO_REPORT = Duration.ofMillis(50);

  private static final Duration LAST_REPORT = Duration.ofMillis(300);

  private final McpSyncClient client;
  private final AtomicInteger reports = new AtomicInteger();

  private Agent(HttpClientStreamableHttpTransport transport) {
    client =
        McpClient.sync(transport)
            .clientInfo(Implementation.builder("demo-agent", "1.0.0").build())
            .requestTimeout(AT_MOST)
            .initializationTimeout(AT_MOST)
            .progressConsumer(report -> reports.incrementAndGet())
            .build();
  }

  /** Opens a session at this endpoint. */
  static Agent connect(URI endpoint) {
    Agent agent =
        new Agent(
            HttpClientStreamableHttpTransport.builder(
                    endpoint.getScheme() + "://" + endpoint.getAuthority())
                .endpoint(endpoint.getPath())
                .build());
    agent.client.initialize();
    return agent;
  }

  /** The revision that was agreed on. */
  String revision() {
    return client.getCurrentInitializationResult().protocolVersion();
  }

  /** The names of the tools that it is shown. */
  List<String> tools() {
    return client.listTools().tools().stream().map(Tool::name).toList();
  }

  /** Calls a tool, and waits for its result. */
  Heard call(String tool, Map<String, Object> arguments) {
    reports.set(0);
    CallToolRequest request =
        CallToolRequest.builder(tool).arguments(arguments).progressToken(tool).build();
    long began = System.nanoTime();
    CallToolResult result = client.callTool(request);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    awaitReports();
    return heard(result, took);
  }

  /** The SDK has other threads count the reports, which may be a little later than the result. */
  private void awaitReports() {
    int before = -1;
    try {
      while (reports.get() != before) {
        before = reports.get();
        Thread.sleep(before == 0 ? NO_REPORT : LAST_REPORT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    client.closeGracefully();
  }

  private Heard heard(CallToolResult result, Duration took) {
    Map<?, ?> decision = meta(result, "dev.gatehouse/decision");
    Map<?, ?> receipt = meta(result, "dev.gatehouse/receipt");
    return new Heard(
        result.content().stream()
            .filter(TextContent.class::isInstance)
            .map(content -> ((TextContent) content).text())
            .collect(Collectors.joining("\n")),
        result.toString(),
        Boolean.TRUE.equals(result.isError()),
        word(decision, "decision"),
        word(decision, "rule"),
        counts(decision.get("masked")),
        receipt.get("index") instanceof Number index ? index.longValue() : -1,
        took,
        reports.get(),
        word(decision, "approval"));
  }

  private static Map<?, ?> meta(CallToolResult result, String name) {
    return Optional.ofNullable(result.meta())
        .map(meta -> meta.get(name))
        .filter(Map.class::isInstance)
        .<Map<?, ?>>map(Map.class::cast)
        .orElse(Map.of());
  }

  private static String word(Map<?, ?> statement, String name) {
    return Optional.ofNullable(statement.get(name)).map(Object::toString).orElse("");
  }

  private static Map<String, Integer> counts(@Nullable Object masked) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    if (masked instanceof Map<?, ?> map) {
      map.forEach((label, count) -> counts.put(String.valueOf(label), ((Number) count).intValue()));
    }
    return counts;
  }
}
