package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.adapters.mcp.HttpSettings;
import dev.gatehouse.adapters.mcp.HttpUpstream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A running gateway, asked as any MCP client would ask it: to this side the gateway is an upstream
 * like those behind it. Confined to one thread.
 */
final class GatewayClient implements AutoCloseable {
  /** Longer than a call may hang behind the gateway, unless its configuration says so. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String REVISION = "2026-07-28";

  private final URI endpoint;
  private final Upstream gateway;
  private final Conversation conversation;

  /**
   * The gateway at this endpoint, not asked yet.
   *
   * @param authorization shows who asks
   * @param dialler opens the connection
   * @throws IllegalArgumentException where it is no HTTP address
   */
  GatewayClient(URI endpoint, Authorization authorization, Dialler dialler) {
    this.endpoint = endpoint;
    this.gateway =
        HttpUpstream.of(
            HttpSettings.of("gateway", endpoint).withAuthorization(authorization), dialler);
    String self =
        "{\"name\":\"gatehouse-cli\",\"version\":%s}"
            .formatted(JsonStrings.quote(Version.number()));
    this.conversation =
        new Conversation(
            "cli", new RequestMetadata(REVISION, Optional.of(self), "{}", Optional.empty()));
  }

  URI endpoint() {
    return endpoint;
  }

  /** Asks, and waits for the answer. */
  Message.Response ask(String method, String name, String params)
      throws UpstreamException, InterruptedException {
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":%s,\"params\":%s}"
            .formatted(JsonStrings.quote(method), params);
    Message.Request request = request(text);
    var call =
        new UpstreamCall(
            request, Rewrite.of(request.json()), name, Era.LEGACY, conversation, heard -> {});
    return gateway.call(call, Deadline.after(PATIENCE)).message();
  }

  @Override
  public void close() {
    gateway.close();
  }

  private static Message.Request request(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return (Message.Request) Message.read(bytes, JsonLimits.STANDARD);
    } catch (JsonRpcException e) {
      throw new IllegalArgumentException("a request of our own is not JSON-RPC", e);
    }
  }
}
