package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.Optional;

/** The messages that the gateway itself writes, in the form that both eras share. */
public final class Answers {
  /** Refused by a policy. */
  public static final int REFUSED = -31_001;

  /** Beyond a limit; {@code data.retryAfterMs} says when to try again. */
  public static final int THROTTLED = -31_002;

  /** Waits for people who cannot be asked. */
  public static final int NEEDS_APPROVAL = -31_003;

  /** The upstream gave no usable reply; {@code data.kind} says why. */
  public static final int UPSTREAM_FAILED = -31_010;

  private Answers() {}

  /** A result with these members. */
  public static String result(RequestId id, String resultJson) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + ",\"result\":" + resultJson + "}";
  }

  /** A tool's result that says that it was not carried out, for a model to read. */
  public static String toolError(RequestId id, String message) {
    return result(
        id,
        "{\"content\":[{\"type\":\"text\",\"text\":"
            + JsonStrings.quote(message)
            + "}],\"isError\":true}");
  }

  /** An error of the gateway's own, with something that the client may act on. */
  public static String error(RequestId id, int code, String message, String dataJson) {
    return new JsonRpcError(code, message, Optional.of(dataJson)).response(id);
  }

  /**
   * What a legacy session begins with.
   *
   * @param server who answers, as far as the client is concerned
   */
  public static String initialized(RequestId id, String revision, ServerFace server) {
    return result(
        id,
        "{\"protocolVersion\":"
            + JsonStrings.quote(revision)
            + ",\"capabilities\":"
            + server.capabilities()
            + ",\"serverInfo\":"
            + server.serverInfo()
            + instructions(server)
            + "}");
  }

  /** What a modern client learns by asking. */
  public static String discovered(RequestId id, ServerFace server) {
    return result(
        id,
        "{\"supportedVersions\":"
            + Revisions.json()
            + ",\"capabilities\":"
            + server.capabilities()
            + instructions(server)
            + ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
            + server.serverInfo()
            + "}}");
  }

  private static String instructions(ServerFace server) {
    return server
        .instructions()
        .map(text -> ",\"instructions\":" + JsonStrings.quote(text))
        .orElse("");
  }
}
