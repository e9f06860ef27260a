package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.MirroredArguments;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How to reach a remote MCP server.
 *
 * @param name the upstream's name in the configuration
 * @param uri its MCP endpoint, {@code http} or {@code https}, without a fragment
 * @param headers sent with each request; they may be credentials and are never shown
 * @param authorization has what is sent besides, asked before each request
 * @param connectTimeout how long opening a connection may take
 * @param probeTimeout how long the server may think about the first question before it is taken for
 *     a legacy server, which may leave it unanswered
 * @param messages how large one message of the server may be; a reply beyond it is given up
 * @param sessionsMax legacy sessions kept open at once, because each is held by the server too; the
 *     one unused for longest is ended for a new one
 * @param connectionsMax idle connections kept for the next call, because each holds a socket
 */
public record HttpSettings(
    String name,
    URI uri,
    Map<String, String> headers,
    Authorization authorization,
    Duration connectTimeout,
    Duration probeTimeout,
    JsonLimits messages,
    int sessionsMax,
    int connectionsMax) {

  // They say where a message ends and who it is for, which is not for a configuration to decide.
  private static final Set<String> NOT_CONFIGURABLE =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  public HttpSettings {
    headers = Map.copyOf(headers);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "the address of upstream `" + name + "` must be an http or https URL with a host");
    }
    if (uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address of upstream `" + name + "` must have no user name and no fragment");
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!MirroredArguments.isToken(header.getKey())
          || !HeaderValues.isPlain(header.getValue())
          || NOT_CONFIGURABLE.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "the header `" + header.getKey() + "` of upstream `" + name + "` cannot be configured");
      }
    }
    if (!connectTimeout.isPositive() || !probeTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts must be positive");
    }
    if (sessionsMax < 1 || connectionsMax < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /**
   * With five seconds to connect, ten for the first question, 1,000 sessions, 64 idle connections,
   * and no headers.
   */
  public static HttpSettings of(String name, URI uri) {
    return new HttpSettings(
        name,
        uri,
        Map.of(),
        Authorization.Unchanging.NONE,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        JsonLimits.STANDARD,
        1_000,
        64);
  }

  /** The same with these headers. */
  public HttpSettings withHeaders(Map<String, String> sent) {
    return new HttpSettings(
        name,
        uri,
        sent,
        authorization,
        connectTimeout,
        probeTimeout,
        messages,
        sessionsMax,
        connectionsMax);
  }

  /** The same with these credentials. */
  public HttpSettings withAuthorization(Authorization asked) {
    return new HttpSettings(
        name,
        uri,
        headers,
        asked,
        connectTimeout,
        probeTimeout,
        messages,
        sessionsMax,
        connectionsMax);
  }

  /** The same with these limits on a message. */
  public HttpSettings withMessages(JsonLimits limits) {
    return new HttpSettings(
        name,
        uri,
        headers,
        authorization,
        connectTimeout,
        probeTimeout,
        limits,
        sessionsMax,
        connectionsMax);
  }

  /** The same with this time to connect. */
  public HttpSettings withConnectTimeout(Duration timeout) {
    return new HttpSettings(
        name,
        uri,
        headers,
        authorization,
        timeout,
        probeTimeout,
        messages,
        sessionsMax,
        connectionsMax);
  }

  /** The same with this time for the first question. */
  public HttpSettings withProbeTimeout(Duration timeout) {
    return new HttpSettings(
        name,
        uri,
        headers,
        authorization,
        connectTimeout,
        timeout,
        messages,
        sessionsMax,
        connectionsMax);
  }

  /** The same with this many sessions. */
  public HttpSettings withSessionsMax(int max) {
    return new HttpSettings(
        name,
        uri,
        headers,
        authorization,
        connectTimeout,
        probeTimeout,
        messages,
        max,
        connectionsMax);
  }

  /** Name and host; neither headers nor the query, which may be secret. */
  @Override
  public String toString() {
    return "HttpSettings[name=" + name + ", host=" + uri.getHost() + "]";
  }
}
