package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import dev.gatehouse.adapters.mcp.ScriptedServer.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyLeftoversTest {
  private static final int CONVERSATIONS = 12;
  private static final String ASK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}";

  private final AtomicInteger open = new AtomicInteger();

  private static Conversation conversation(int number) {
    return new Conversation(
        "c" + number,
        new RequestMetadata("2026-07-28", Optional.empty(), "{\"roots\":{}}", Optional.empty()));
  }

  private void stayOpen(Reply stream) throws IOException {
    open.incrementAndGet();
    try {
      stream.awaitHangUp();
    } finally {
      open.decrementAndGet();
    }
  }

  private void awaitOpen(int expected) throws InterruptedException {
    for (int i = 0; i < 500 && open.get() != expected; i++) {
      Thread.sleep(10);
    }
    assertEquals(expected, open.get());
  }

  private void ask(Request request, Reply reply) throws IOException {
    stayOpen(reply.events().event(ASK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "close", "leave"})
  void noStreamIsLeftOfConversationsThatAreOver(String how) throws Exception {
    LegacyServer legacy =
        new LegacyServer(this::ask)
            .withCapabilities("{\"tools\":{\"listChanged\":true}}")
            .withStreams((_, reply) -> stayOpen(reply.events()));
    List<Listener> listeners = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer(legacy);
        HttpUpstream upstream = HttpUpstream.of(HttpSettings.of("u", server.uri()))) {
      for (int i = 0; i < CONVERSATIONS; i++) {
        Conversation who = conversation(i);
        assertTrue(
            InputRequired.in(
                    upstream
                        .call(
                            Calls.call(Calls.LEGACY_CALL, "echo", Era.LEGACY, who, _ -> {}),
                            Calls.soon())
                        .message())
                .isPresent());
        listeners.add(new Listener(upstream, who, "{\"toolsListChanged\":true}"));
        assertTrue(listeners.getLast().next().contains("acknowledged"));
      }
      awaitOpen(2 * CONVERSATIONS);
      for (int i = 0; i < CONVERSATIONS; i++) {
        end(how, upstream, i, listeners.get(i));
      }
      awaitOpen(0);
      for (Listener listener : listeners) {
        if (how.equals("leave")) {
          assertEquals("interrupted", listener.end());
        } else {
          assertTrue(listener.result().contains("complete"));
        }
      }
    }
  }

  private static void end(String how, HttpUpstream upstream, int number, Listener listener) {
    switch (how) {
      case "end" -> upstream.end("c" + number);
      case "close" -> upstream.close();
      default -> {
        listener.leave();
        upstream.end("c" + number);
      }
    }
  }
}
