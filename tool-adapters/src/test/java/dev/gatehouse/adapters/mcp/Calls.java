package dev.gatehouse.adapters.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** Calls as a gateway makes them. */
final class Calls {
  /** A client of the modern era. */
  static final Conversation MODERN = modern("alice");

  /** A client of the legacy era. */
  static final Conversation LEGACY = legacy("bob");

  static final String MODERN_CALL =
      """
      {"jsonrpc":"2.0","id":"c1","method":"tools/call","params":{"name":"echo",\
      "arguments":{"n": 1.0,"big":9007199254740993},"_meta":{"progressToken":"pt",\
      "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
      "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
      "io.modelcontextprotocol/clientCapabilities":{"sampling":{}},"x/y":1}}}\
      """;

  static final String LEGACY_CALL =
      """
      {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo",\
      "arguments":{"n": 1.0},"_meta":{"progressToken":"pt"}}}\
      """;

  private Calls() {}

  static Conversation modern(String key) {
    return new Conversation(
        key,
        new RequestMetadata(
            "2026-07-28",
            Optional.of("{\"name\":\"c\",\"version\":\"1\"}"),
            "{\"sampling\":{}}",
            Optional.empty()));
  }

  static Conversation legacy(String key) {
    return new Conversation(
        key,
        new RequestMetadata(
            "2025-11-25",
            Optional.of("{\"name\":\"old\",\"version\":\"0\"}"),
            "{\"sampling\":{},\"experimental\":{\"x\":{}}}",
            Optional.of("info")));
  }

  /** A client of the legacy era that cannot be asked anything. */
  static Conversation plain(String key) {
    return new Conversation(
        key, new RequestMetadata("2025-11-25", Optional.empty(), "{}", Optional.empty()));
  }

  static UpstreamCall modernCall(UpstreamCall.Listener listener) {
    return call(MODERN_CALL, "echo", Era.MODERN, MODERN, listener);
  }

  static UpstreamCall modernCall() {
    return modernCall(_ -> {});
  }

  static UpstreamCall legacyCall(UpstreamCall.Listener listener) {
    return call(LEGACY_CALL, "echo", Era.LEGACY, LEGACY, listener);
  }

  static UpstreamCall legacyCall() {
    return legacyCall(_ -> {});
  }

  static UpstreamCall call(
      String text,
      String name,
      Era era,
      Conversation conversation,
      UpstreamCall.Listener listener) {
    Message.Request request = (Message.Request) message(text);
    return new UpstreamCall(request, Rewrite.of(request.json()), name, era, conversation, listener);
  }

  static Message message(String text) {
    try {
      return Message.read(text.getBytes(UTF_8), JsonLimits.STANDARD);
    } catch (JsonRpcException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  static Deadline after(int millis) {
    return Deadline.after(Duration.ofMillis(millis));
  }

  static UpstreamException refused(UpstreamException.Kind kind, Executable executable) {
    UpstreamException e = Assertions.assertThrows(UpstreamException.class, executable);
    Assertions.assertEquals(kind, e.kind(), e.problem());
    Assertions.assertTrue(e.problem().startsWith("upstream `u` "), e.problem());
    return e;
  }
}
