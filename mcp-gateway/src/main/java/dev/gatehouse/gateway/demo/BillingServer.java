package dev.gatehouse.gateway.demo;

import io.helidon.webserver.WebServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sample MCP server: made-up invoices over Streamable HTTP, on a free port of the loopback
 * address. Thread-safe.
 */
public final class BillingServer implements AutoCloseable {
  private static final Tool INVOICES =
      SampleTools.reading(
          "list_invoices", "Lists the open invoices.", "{\"type\":\"object\",\"properties\":{}}");
  private static final Tool REFUND =
      SampleTools.writing(
          "refund",
          "Pays an amount back to a customer.",
          """
          {"type":"object","required":["customer","amount"],"properties":{
            "customer":{"type":"string"},
            "amount":{"type":"number","description":"in euros"}}}
          """);
  private static final Tool CLOSE_MONTH =
      SampleTools.writing(
          "close_month",
          "Closes the books of a month, and reports its progress while it does.",
          """
          {"type":"object","required":["month"],"properties":{
            "month":{"type":"string","description":"such as 2026-11"}}}
          """);
  private static final List<String> BOOKS = List.of("invoices", "payments", "taxes");

  private final McpSyncServer mcp;
  private final WebServer http;
  private final AtomicInteger refunds;

  private BillingServer(McpSyncServer mcp, WebServer http, AtomicInteger refunds) {
    this.mcp = mcp;
    this.http = http;
    this.refunds = refunds;
  }

  /** Serves on the given port of the loopback address, or on a free one for 0. */
  public static BillingServer start(int port) {
    AtomicInteger refunds = new AtomicInteger();
    HelidonTransport transport = new HelidonTransport();
    McpSyncServer mcp =
        McpServer.sync(transport)
            .serverInfo("sample-billing", "1.0.0")
            .capabilities(ServerCapabilities.builder().tools(false).build())
            // Each call already has a virtual thread of its own.
            .immediateExecution(true)
            .toolCall(INVOICES, (exchange, request) -> invoices())
            .toolCall(REFUND, (exchange, request) -> refund(request, refunds))
            .toolCall(CLOSE_MONTH, BillingServer::closeMonth)
            .build();
    WebServer http =
        WebServer.builder()
            .host("127.0.0.1")
            .port(port)
            .shutdownHook(false)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .routing(transport::route)
            .build()
            .start();
    return new BillingServer(mcp, http, refunds);
  }

  /** Where it is to be found. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.port() + "/mcp");
  }

  /** How many refunds it has carried out. */
  int refunds() {
    return refunds.get();
  }

  @Override
  public void close() {
    mcp.close();
    http.stop();
  }

  private static CallToolResult invoices() {
    List<Map<String, Object>> rows =
        List.of(
            SampleTools.row(
                "id", "I-9001", "customer", "C-1001", "cents", 59340, "due", "2026-12-01"),
            SampleTools.row(
                "id", "I-9002", "customer", "C-1003", "cents", 77800, "due", "2026-12-09"));
    return SampleTools.result(
        "I-9001 593.40 EUR due 2026-12-01; I-9002 778.00 EUR due 2026-12-09",
        Map.of("invoices", rows));
  }

  private static CallToolResult refund(CallToolRequest request, AtomicInteger refunds) {
    if (!(request.arguments().get("amount") instanceof Number amount)) {
      return SampleTools.failure("amount: expected a number of euros");
    }
    refunds.incrementAndGet();
    String sum = SampleTools.euros(Math.round(amount.doubleValue() * 100));
    String customer = SampleTools.text(request, "customer");
    return SampleTools.result(
        "refunded %s to %s".formatted(sum, customer),
        SampleTools.row("customer", customer, "sum", sum));
  }

  private static CallToolResult closeMonth(
      McpSyncServerExchange exchange, CallToolRequest request) {
    Optional<Object> token =
        Optional.ofNullable(request.meta()).map(meta -> meta.get("progressToken"));
    for (int done = 1; done <= BOOKS.size(); done++) {
      String message = "closed the " + BOOKS.get(done - 1);
      double progress = done;
      token.ifPresent(
          t ->
              exchange.progressNotification(
                  ProgressNotification.builder(t, progress)
                      .total((double) BOOKS.size())
                      .message(message)
                      .build()));
    }
    return SampleTools.result(
        "closed " + SampleTools.text(request, "month"), Map.of("books", BOOKS));
  }
}
