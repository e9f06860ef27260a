package dev.gatehouse.adapters.mcp;

import static dev.gatehouse.adapters.mcp.Children.awaitError;
import static dev.gatehouse.adapters.mcp.Children.call;
import static dev.gatehouse.adapters.mcp.Children.child;
import static dev.gatehouse.adapters.mcp.Children.hanging;
import static dev.gatehouse.adapters.mcp.Children.settings;
import static dev.gatehouse.adapters.mcp.Children.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdioUpstreamTest {
  @TempDir private Path directory;

  @Test
  void changesOnlyIdAndProgressTokenWithinAnEra() throws Exception {
    try (StdioUpstream upstream = child(directory, "modern")) {
      UpstreamReply reply = upstream.call(Calls.modernCall(), Calls.soon());
      String own = ((Message.Result) reply.message()).id().json();
      assertEquals(
          Calls.MODERN_CALL.replace("\"c1\"", own).replace("\"pt\"", own), slice(reply, "got"));
    }
  }

  @Test
  void translatesBetweenTheErasAsOverHttp() throws Exception {
    try (StdioUpstream legacy = child(directory, "legacy");
        StdioUpstream modern = child(directory, "modern")) {
      String toLegacy = slice(legacy.call(Calls.modernCall(), Calls.soon()), "got");
      assertFalse(toLegacy.contains("io.modelcontextprotocol"), toLegacy);
      assertTrue(toLegacy.contains("\"x/y\":1"), toLegacy);
      String toModern = slice(modern.call(Calls.legacyCall(), Calls.soon()), "got");
      assertTrue(
          toModern.contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\""),
          toModern);
    }
  }

  @Test
  void sendsARequestInOneLine() throws Exception {
    String spread = Calls.LEGACY_CALL.replace(",\"method\"", ",\r\n  \"method\"");
    try (StdioUpstream upstream = child(directory, "legacy")) {
      UpstreamReply reply =
          upstream.call(
              Calls.call(spread, "echo", Era.LEGACY, Calls.LEGACY, _ -> {}), Calls.soon());
      assertTrue(slice(reply, "got").contains(",    \"method\""), slice(reply, "got"));
    }
  }

  @Test
  void passesProgressOnUnderTheClientsToken() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      List<String> heard = new ArrayList<>();
      upstream.call(call("progress", n -> heard.add(n.json().text())), Calls.soon());
      assertEquals(50, heard.size());
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
              + "\"params\":{\"progressToken\":\"pt\",\"progress\":49}}",
          heard.getLast());
    }
  }

  @Test
  void givesLogMessagesToTheOnlyCallAndDropsWhatBelongsToNone() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      List<String> heard = new ArrayList<>();
      upstream.call(call("log", n -> heard.add(n.method())), Calls.soon());
      assertEquals(List.of("notifications/message"), heard);
    }
  }

  @Test
  void givesLogMessagesToNobodyWhereTheyMayBeAboutWhatAnotherClientGaveUp() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      Thread other = hanging(upstream, Calls.plain("c"));
      other.interrupt();
      other.join();
      List<String> heard = new ArrayList<>();
      upstream.call(call("log", Calls.plain("d"), n -> heard.add(n.method())), Calls.soon());
      assertEquals(List.of(), heard);
    }
  }

  @Test
  void givesLogMessagesOfAModernChildToTheOnlyCallOnceItHasReadThatOthersWereGivenUp()
      throws Exception {
    try (StdioUpstream upstream = child(directory, "modern")) {
      Thread other = hanging(upstream, Calls.plain("c"));
      other.interrupt();
      other.join();
      List<String> soon = new ArrayList<>();
      upstream.call(call("log", Calls.plain("d"), n -> soon.add(n.method())), Calls.soon());
      assertEquals(List.of(), soon);
      List<String> own = new ArrayList<>();
      upstream.call(call("log", Calls.plain("c"), n -> own.add(n.method())), Calls.soon());
      assertEquals(List.of("notifications/message"), own);
      awaitError(upstream, "told .*notifications/cancelled.*");
      upstream.call(call("echo", Calls.plain("d"), _ -> {}), Calls.soon());
      List<String> later = new ArrayList<>();
      upstream.call(call("log", Calls.plain("d"), n -> later.add(n.method())), Calls.soon());
      assertEquals(List.of("notifications/message"), later);
    }
  }

  @Test
  void givesLogMessagesToNobodyWhereSeveralWaitOfWhomTheyMayBe() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      Thread other = hanging(upstream, Calls.plain("c"));
      List<String> heard = new ArrayList<>();
      upstream.call(call("log", Calls.plain("d"), n -> heard.add(n.method())), Calls.soon());
      assertEquals(List.of(), heard);
      other.interrupt();
      other.join();
    }
  }

  @Test
  void givesLogMessagesToTheNewestCallOfTheOnlyClient() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      Thread other = hanging(upstream, Calls.plain("c"));
      List<String> heard = new ArrayList<>();
      upstream.call(call("log", Calls.plain("c"), n -> heard.add(n.method())), Calls.soon());
      assertEquals(List.of("notifications/message"), heard);
      other.interrupt();
      other.join();
    }
  }

  @Test
  void isNotHeldUpByACallThatDoesNotListen() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      CountDownLatch others = new CountDownLatch(1);
      CountDownLatch started = new CountDownLatch(1);
      List<Integer> heard = new CopyOnWriteArrayList<>();
      Thread slow =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      upstream.call(
                          call(
                              "flood",
                              _ -> {
                                started.countDown();
                                others.await();
                                heard.add(1);
                              }),
                          Calls.soon());
                    } catch (Exception e) {
                      heard.clear();
                    }
                  });
      ScriptedServer.await(started);
      for (int i = 0; i < 5; i++) {
        upstream.call(call("echo"), Calls.soon());
      }
      others.countDown();
      slow.join();
      assertTrue(heard.size() >= 10_000 && heard.size() < 30_000, heard.size() + " heard");
    }
  }

  @Test
  void answersWhatALegacyServerAsksOfClientsWhoCannotBeAsked() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      assertEquals(
          "[{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":5,"
              + "\"error\":{\"code\":-32601,\"message\":\"method not found\"}}]",
          slice(upstream.call(call("ask", Calls.plain("c"), _ -> {}), Calls.soon()), "answers"));
    }
  }

  @Test
  void readsPastNoise() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      assertEquals("1.0", slice(upstream.call(call("noise"), Calls.soon()), "é"));
    }
  }

  @Test
  void refusesALineBeyondItsLimitAndGoesOn() throws Exception {
    try (StdioUpstream upstream =
        StdioUpstream.of(settings(directory, "legacy").withMessages(new JsonLimits(100_000, 20)))) {
      Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(call("huge"), Calls.soon()));
      upstream.call(call("echo"), Calls.soon());
    }
  }

  @Test
  void endsByItsDeadlineAndTakesTheRequestBack() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      Calls.refused(Kind.TIMED_OUT, () -> upstream.call(call("hang"), Calls.after(300)));
      awaitError(upstream, "told .*notifications/cancelled.*\"requestId\":3.*");
      upstream.call(call("echo"), Calls.soon());
    }
  }

  @Test
  void takesARequestBackThatIsCancelled() throws Exception {
    try (StdioUpstream upstream = child(directory, "modern")) {
      Thread caller = hanging(upstream);
      caller.interrupt();
      caller.join(5_000);
      assertFalse(caller.isAlive());
      awaitError(upstream, "told .*notifications/cancelled.*");
    }
  }

  @Test
  void passesNotificationsOnButThoseOfThisHop() throws Exception {
    try (StdioUpstream upstream = child(directory, "legacy")) {
      for (String method : List.of("notifications/cancelled", "notifications/x")) {
        upstream.tell(
            (Message.Notification)
                Calls.message("{\"jsonrpc\":\"2.0\",\n\"method\":\"" + method + "\"}"),
            Calls.LEGACY,
            Calls.soon());
      }
      awaitError(upstream, "told .*notifications/x.*");
      assertFalse(String.join("", upstream.recentErrorOutput()).contains("cancelled"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000_000})
  void carriesLargeMessagesBothWays(int size) throws Exception {
    String large = Calls.LEGACY_CALL.replace("\"n\": 1.0", "\"n\": \"" + "y".repeat(size) + "\"");
    try (StdioUpstream upstream = child(directory, "legacy")) {
      UpstreamReply reply =
          upstream.call(
              Calls.call(large, "echo", Era.LEGACY, Calls.LEGACY, _ -> {}),
              Deadline.after(Duration.ofSeconds(20)));
      assertInstanceOf(Message.Result.class, reply.message());
      assertTrue(slice(reply, "got").length() > size);
    }
  }
}
