package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Path;
import java.time.Duration;

/** Upstreams over {@link ChildServer}, and calls to them. */
final class Children {
  private Children() {}

  static StdioSettings settings(Path directory, String... args) {
    return StdioSettings.of("u", ChildServer.command(args), directory)
        .withProbeTimeout(Duration.ofMillis(1_500))
        .withRestart(new StdioSettings.Restart(Duration.ofMillis(300), Duration.ofMillis(600)));
  }

  static StdioUpstream child(Path directory, String mode) {
    return StdioUpstream.of(settings(directory, mode));
  }

  static UpstreamCall call(String tool, UpstreamCall.Listener listener) {
    return call(tool, Calls.LEGACY, listener);
  }

  static UpstreamCall call(String tool, Conversation conversation, UpstreamCall.Listener listener) {
    return Calls.call(
        Calls.LEGACY_CALL.replace("echo", tool), tool, Era.LEGACY, conversation, listener);
  }

  static UpstreamCall call(String tool) {
    return call(tool, _ -> {});
  }

  static ObjectNode result(UpstreamReply reply) {
    return (ObjectNode) ((Message.Result) reply.message()).result();
  }

  static String slice(UpstreamReply reply, String member) {
    return reply.message().json().slice(result(reply).member(member).orElseThrow());
  }

  static Thread hanging(StdioUpstream upstream) throws Exception {
    return hanging(upstream, Calls.LEGACY);
  }

  static Thread hanging(StdioUpstream upstream, Conversation conversation) throws Exception {
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThrows(
                        InterruptedException.class,
                        () -> upstream.call(call("hang", conversation, _ -> {}), Calls.soon())));
    awaitError(upstream, "hanging.*");
    return caller;
  }

  static void awaitError(StdioUpstream upstream, String pattern) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (upstream.recentErrorOutput().stream().anyMatch(line -> line.matches(pattern))) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("not in " + upstream.recentErrorOutput());
  }
}
