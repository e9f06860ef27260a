package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Upstreams over {@link AskingServer}, and the rounds of calls to them. */
final class Askings {
  private Askings() {}

  static StdioSettings settings(Path directory, String... traits) {
    return StdioSettings.of("u", ChildServer.command(AskingServer.class, traits), directory)
        .withRestart(new StdioSettings.Restart(Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  static StdioUpstream upstream(Path directory, String... traits) {
    return StdioUpstream.of(settings(directory, traits));
  }

  /** Milliseconds for a client's answers, and hardly any for more questions. */
  static StdioCalls.Patience patience(int parked) {
    return new StdioCalls.Patience(Duration.ofMillis(parked), Duration.ofMillis(1));
  }

  /** A legacy client that can be asked all there is. */
  static Conversation client(String key) {
    return client(key, "{\"sampling\":{},\"elicitation\":{},\"roots\":{\"listChanged\":true}}");
  }

  static Conversation client(String key, String capabilities) {
    return new Conversation(
        key,
        new RequestMetadata(
            "2025-06-18",
            Optional.of("{\"name\":\"asked\",\"version\":\"1\"}"),
            capabilities,
            Optional.empty()));
  }

  static UpstreamCall call(String tool, Conversation conversation) {
    return Children.call(tool, conversation, _ -> {});
  }

  /** The same call with one answer to all that was asked. */
  static UpstreamCall retry(
      String tool, Conversation conversation, InputRequired asked, String answer) {
    Map<String, String> answers = new LinkedHashMap<>();
    asked.requests().keySet().forEach(key -> answers.put(key, answer));
    StringBuilder members = new StringBuilder();
    new InputResponses(answers, asked.state())
        .members()
        .forEach(
            (name, json) ->
                members.append('"').append(name).append("\":").append(json).append(','));
    String text =
        Calls.LEGACY_CALL.replace("echo", tool).replace("\"params\":{", "\"params\":{" + members);
    return Calls.call(text, tool, Era.LEGACY, conversation, _ -> {});
  }

  /** How many lines of this form the children wrote to their standard error. */
  static long told(StdioUpstream upstream, String pattern) {
    return upstream.recentErrorOutput().stream().filter(line -> line.matches(pattern)).count();
  }

  /** Waits until something is so. */
  static void await(BooleanSupplier condition) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("not so within five seconds");
  }

  static InputRequired asked(UpstreamReply reply) {
    return InputRequired.in(reply.message())
        .orElseThrow(() -> new AssertionError("asks nothing: " + reply.message().json().text()));
  }

  /** Waits until the child of a conversation has so many calls and questions open. */
  static void awaitQuestions(StdioUpstream upstream, String key, int count) throws Exception {
    await(() -> upstream.processes().ownOf(key).stream().anyMatch(s -> s.calls().count() == count));
  }
}
