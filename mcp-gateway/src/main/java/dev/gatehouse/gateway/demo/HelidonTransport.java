package dev.gatehouse.gateway.demo;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP for a server of the MCP Java SDK on Helidon's web server: sessions, and each
 * reply as an event stream. No stream of its own for the server's initiative: a GET is answered
 * with 405, as the specification allows. Thread-safe.
 */
final class HelidonTransport implements McpStreamableServerTransportProvider {
  private static final HeaderName SESSION = HeaderNames.create(HttpHeaders.MCP_SESSION_ID);

  private final McpJsonMapper json = McpJsonDefaults.getMapper();
  // Bounded by who can reach it: one demonstration's gateway on the loopback address.
  private final Map<String, McpStreamableServerSession> sessions = new ConcurrentHashMap<>();
  private volatile McpStreamableServerSession.@Nullable Factory factory;

  /** Serves {@code /mcp}. */
  void route(HttpRouting.Builder routing) {
    routing
        .post("/mcp", this::post)
        .delete("/mcp", this::delete)
        .any("/mcp", (request, response) -> response.status(Status.METHOD_NOT_ALLOWED_405).send());
  }

  @Override
  public void setSessionFactory(McpStreamableServerSession.Factory sessionFactory) {
    factory = sessionFactory;
  }

  @Override
  public List<String> protocolVersions() {
    return List.of(
        ProtocolVersions.MCP_2025_03_26,
        ProtocolVersions.MCP_2025_06_18,
        ProtocolVersions.MCP_2025_11_25);
  }

  @Override
  public Mono<Void> notifyClients(String method, Object params) {
    return Mono.empty();
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(sessions::clear);
  }

  private void post(ServerRequest request, ServerResponse response) throws IOException {
    JSONRPCMessage message =
        McpSchema.deserializeJsonRpcMessage(json, request.content().as(String.class));
    if (message instanceof JSONRPCRequest call
        && call.method().equals(McpSchema.METHOD_INITIALIZE)) {
      initialize(call, response);
      return;
    }
    @Nullable McpStreamableServerSession session =
        sessions.get(request.headers().first(SESSION).orElse(""));
    if (session == null) {
      response.status(Status.NOT_FOUND_404).send();
      return;
    }
    if (message instanceof JSONRPCRequest call) {
      response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
      EventStream events = new EventStream(json, response.outputStream());
      session.responseStream(events).handle(call).blockOptional();
      return;
    }
    if (message instanceof JSONRPCNotification notification) {
      session.accept(notification).blockOptional();
    }
    // The sample servers ask their client nothing, so there is no answer to accept.
    response.status(Status.ACCEPTED_202).send();
  }

  private void initialize(JSONRPCRequest call, ServerResponse response) throws IOException {
    McpStreamableServerSession.@Nullable Factory sessionFactory = factory;
    if (sessionFactory == null) {
      response.status(Status.SERVICE_UNAVAILABLE_503).send();
      return;
    }
    InitializeRequest request = json.convertValue(call.params(), new TypeRef<>() {});
    var started = sessionFactory.startSession(request);
    sessions.put(started.session().getId(), started.session());
    Object result = started.initResult().blockOptional().orElseThrow();
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(SESSION, started.session().getId())
        .send(json.writeValueAsBytes(JSONRPCResponse.result(call.id(), result)));
  }

  private void delete(ServerRequest request, ServerResponse response) {
    sessions.remove(request.headers().first(SESSION).orElse(""));
    response.status(Status.OK_200).send();
  }
}
