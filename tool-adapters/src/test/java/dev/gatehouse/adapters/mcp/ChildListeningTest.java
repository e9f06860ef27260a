package dev.gatehouse.adapters.mcp;

import static dev.gatehouse.adapters.mcp.Children.awaitError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening to children of either era. */
class ChildListeningTest {
  private static final Conversation ASKABLE = Askings.client("a");
  private static final String TAG =
      "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"sub\"}";

  @TempDir private Path directory;

  /** One who listens on a thread of his own. */
  private static final class Listener {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicReference<UpstreamReply> reply = new AtomicReference<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread;

    Listener(StdioUpstream upstream, Conversation client, String filter) throws Exception {
      String text =
          "{\"jsonrpc\":\"2.0\",\"id\":\"sub\",\"method\":\"subscriptions/listen\",\"params\":{"
              + "\"notifications\":"
              + filter
              + "}}";
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      reply.set(
                          upstream.call(
                              Calls.call(
                                  text, "", Era.MODERN, client, n -> heard.add(n.json().text())),
                              Calls.soon()));
                    } catch (Exception e) {
                      failure.set(e);
                    }
                  });
      Askings.await(() -> !heard.isEmpty() || !thread.isAlive());
    }

    void awaitHeard(int count) throws Exception {
      Askings.await(() -> heard.size() >= count);
    }

    Exception stop() throws Exception {
      thread.interrupt();
      thread.join();
      return failure.get();
    }

    Exception ended() throws Exception {
      thread.join(5_000);
      assertFalse(thread.isAlive());
      return failure.get();
    }
  }

  @Test
  void hearsOfALegacyChildWhatItAsksForAndTheAgreementFirst() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      Listener listener =
          new Listener(
              upstream,
              ASKABLE,
              "{\"toolsListChanged\":true,\"promptsListChanged\":true,"
                  + "\"resourceSubscriptions\":[\"file:///a\",\"file:///no/such\"]}");
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
              + "\"params\":{"
              + TAG
              + ",\"notifications\":{\"toolsListChanged\":true,"
              + "\"resourceSubscriptions\":[\"file:///a\"]}}}",
          listener.heard.getFirst());
      upstream.call(Askings.call("after", ASKABLE), Calls.soon());
      listener.awaitHeard(3);
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      assertEquals(
          List.of(
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{"
                  + "\"n\":1,"
                  + TAG
                  + "}}",
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{"
                  + "\"uri\":\"file:///a/b\","
                  + TAG
                  + "}}"),
          listener.heard.subList(1, listener.heard.size()));
      assertTrue(listener.stop() instanceof InterruptedException);
    }
  }

  @Test
  void hearsAllOthersToo() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      Listener listener = new Listener(upstream, ASKABLE, "{\"dev.gatehouse/others\":true}");
      upstream.call(Askings.call("after", ASKABLE), Calls.soon());
      listener.awaitHeard(5);
      String all = String.join("\n", listener.heard);
      for (String method : List.of("tools/list_changed", "prompts/list_changed", "custom")) {
        assertTrue(all.contains("notifications/" + method), all);
      }
      assertTrue(all.contains("\"data\":4"), all);
      listener.stop();
    }
  }

  @Test
  void hearsNothingThatMayBeMeantForAnotherClientOfTheChild() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      upstream.call(Askings.call("echo", Calls.plain("c")), Calls.soon());
      Listener listener =
          new Listener(
              upstream,
              Calls.plain("d"),
              "{\"toolsListChanged\":true,\"dev.gatehouse/others\":true}");
      upstream.call(Askings.call("after", Calls.plain("c")), Calls.soon());
      listener.awaitHeard(2);
      upstream.call(Askings.call("echo", Calls.plain("c")), Calls.soon());
      assertEquals(2, listener.heard.size(), listener.heard.toString());
      assertTrue(listener.heard.getLast().contains("tools/list_changed"));
      listener.stop();
    }
  }

  @Test
  void subscribesForTheFirstAndUnsubscribesAfterTheLast() throws Exception {
    String filter = "{\"resourceSubscriptions\":[\"file:///a\"]}";
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      Listener first = new Listener(upstream, Calls.plain("c"), filter);
      Listener second = new Listener(upstream, Calls.plain("d"), filter);
      assertEquals(1, Askings.told(upstream, "told .*resources/subscribe.*"));
      first.stop();
      upstream.call(Askings.call("after", Calls.plain("c")), Calls.soon());
      second.awaitHeard(2);
      assertEquals(0, Askings.told(upstream, "told .*resources/unsubscribe.*"));
      second.stop();
      awaitError(upstream, "told .*resources/unsubscribe.*");
      Listener third = new Listener(upstream, Calls.plain("c"), filter);
      assertEquals(2, Askings.told(upstream, "told .*resources/subscribe.*"));
      third.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void endsWithTheChild(String era) throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory, era)) {
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      Listener listener = new Listener(upstream, ASKABLE, "{\"toolsListChanged\":true}");
      Calls.refused(
          Kind.BROKEN_OFF, () -> upstream.call(Askings.call("die", ASKABLE), Calls.soon()));
      assertTrue(
          listener.ended() instanceof UpstreamException e && e.kind() == Kind.BROKEN_OFF,
          String.valueOf(listener.failure.get()));
      Listener again = new Listener(upstream, ASKABLE, "{\"toolsListChanged\":true}");
      assertTrue(again.heard.getFirst().contains("acknowledged"));
      again.stop();
    }
  }

  @Test
  void endsWithItsConversation() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      Listener listener = new Listener(upstream, ASKABLE, "{\"toolsListChanged\":true}");
      upstream.end("a");
      assertTrue(listener.ended() instanceof UpstreamException);
    }
  }

  @Test
  void isPassedOnToAModernChildUnderItsOwnId() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory, "modern")) {
      Listener listener =
          new Listener(
              upstream, ASKABLE, "{\"toolsListChanged\":true,\"dev.gatehouse/others\":true}");
      listener.awaitHeard(2);
      assertTrue(listener.heard.getFirst().contains("acknowledged"));
      assertTrue(listener.heard.stream().allMatch(text -> text.contains(TAG)));
      awaitError(upstream, "told .*\"notifications\":\\{\"toolsListChanged\":true}.*");
      upstream.call(Askings.call("after", ASKABLE), Calls.soon());
      Askings.await(() -> listener.heard.stream().anyMatch(text -> text.contains("custom")));
      assertTrue(listener.heard.stream().allMatch(text -> text.contains(TAG)));
      assertTrue(listener.stop() instanceof InterruptedException);
      awaitError(upstream, "told .*notifications/cancelled.*");
    }
  }

  @Test
  void endsWhereAModernChildEndsIt() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory, "modern")) {
      Listener listener = new Listener(upstream, ASKABLE, "{\"toolsListChanged\":true}");
      upstream.call(Askings.call("finish", ASKABLE), Calls.soon());
      assertEquals(null, listener.ended());
      assertTrue(
          listener.reply.get().message().json().text().contains("{" + TAG.substring(9)),
          listener.reply.get().message().json().text());
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      assertEquals(0, Askings.told(upstream, "told .*notifications/cancelled.*"));
    }
  }
}
