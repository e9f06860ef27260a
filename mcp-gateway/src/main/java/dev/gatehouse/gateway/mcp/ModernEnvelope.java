package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Optional;

/**
 * The metadata that a modern request carries, checked against its headers.
 *
 * <p>Headers that mirror a tool's arguments ({@code Mcp-Param-…}) are {@link MirroredHeaders}'.
 *
 * <p>Source: MCP 2026-07-28 basic, "Per-request protocol fields"; basic/transports/streamable-http,
 * "Server Validation".
 */
public final class ModernEnvelope {
  /** Header and body differ, or a header is missing. */
  public static final int HEADER_MISMATCH = -32020;

  /** A revision that we do not speak. */
  public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

  // A revision is a date; what is longer than any name for one is not repeated in full.
  private static final int REPEATED_MAX = 64;
  private static final String PREFIX = "io.modelcontextprotocol/";

  private ModernEnvelope() {}

  /**
   * Whether a request is meant for the modern path: it says so in its body, or in its headers
   * unless it is the one that begins a legacy session.
   */
  public static boolean isModern(Message.Request request, Headers headers) {
    boolean saysSo =
        meta(request).flatMap(meta -> meta.member(PREFIX + "protocolVersion")).isPresent();
    return saysSo
        || (!request.method().equals("initialize")
            && headers.first("mcp-protocol-version").equals(Optional.of(Revisions.MODERN)));
  }

  /**
   * What the client says of itself.
   *
   * @throws ProtocolException where something required is missing, or header and body differ
   */
  public static RequestMetadata read(Message.Request request, Headers headers)
      throws ProtocolException {
    ObjectNode meta = meta(request).orElseThrow(() -> missing("_meta"));
    String version =
        meta.string(PREFIX + "protocolVersion").orElseThrow(() -> missing("protocolVersion"));
    if (headers.areChecked()) {
      check(headers, "MCP-Protocol-Version", version);
      check(headers, "Mcp-Method", request.method());
      Optional<String> subject =
          Method.subject(request.method())
              .flatMap(member -> request.params().flatMap(params -> params.string(member)));
      if (subject.isPresent()) {
        check(headers, "Mcp-Name", subject.get());
      }
    }
    if (!version.equals(Revisions.MODERN)) {
      throw unsupported(version);
    }
    ObjectNode capabilities =
        meta.object(PREFIX + "clientCapabilities").orElseThrow(() -> missing("clientCapabilities"));
    return new RequestMetadata(
        version,
        meta.object(PREFIX + "clientInfo").map(request.json()::slice),
        request.json().slice(capabilities),
        meta.string(PREFIX + "logLevel"));
  }

  private static Optional<ObjectNode> meta(Message.Request request) {
    return request.params().flatMap(params -> params.object("_meta"));
  }

  private static void check(Headers headers, String name, String expected)
      throws ProtocolException {
    Optional<String> value = headers.first(name);
    if (value.isEmpty()) {
      throw mismatch("the header `" + name + "` is required");
    }
    boolean equal =
        name.equals("Mcp-Name")
            ? HeaderText.decoded(value.get()).equals(Optional.of(expected))
            : value.get().equals(expected);
    if (!equal) {
      throw mismatch("the header `" + name + "` differs from the body");
    }
  }

  private static ProtocolException missing(String member) {
    String name = member.equals("_meta") ? member : "_meta[\"" + PREFIX + member + "\"]";
    return new ProtocolException(
        400,
        JsonRpcError.of(
            JsonRpcError.INVALID_PARAMS, "`params." + name + "` is required and missing"));
  }

  static ProtocolException mismatch(String message) {
    return new ProtocolException(400, JsonRpcError.of(HEADER_MISMATCH, message));
  }

  /** The answer to a revision that we do not speak, which repeats as much of it as is decent. */
  public static ProtocolException unsupported(String requested) {
    String repeated =
        requested.codePointCount(0, requested.length()) <= REPEATED_MAX
            ? requested
            : requested.substring(0, requested.offsetByCodePoints(0, REPEATED_MAX));
    String data =
        "{\"supported\":"
            + Revisions.json()
            + ",\"requested\":"
            + JsonStrings.quote(repeated)
            + "}";
    return new ProtocolException(
        400,
        new JsonRpcError(
            UNSUPPORTED_PROTOCOL_VERSION, "unsupported protocol version", Optional.of(data)));
  }
}
