package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients hear what upstreams say outside calls, and nothing else. */
class SubscriptionsTest {
  private static final String PERMIT = "default: permit\nrules: []\n";

  @TempDir private Path directory;

  /** Grants some of what is wanted, says what the test lets it say, and then nothing more. */
  private static final class Speaker {
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final String granted;
    private final List<String> says;

    Speaker(String granted, List<String> says) {
      this.granted = granted;
      this.says = says;
    }

    FakeUpstream upstream(String name) {
      return new FakeUpstream(name, Era.MODERN, this::speak);
    }

    private String speak(UpstreamCall call) throws InterruptedException {
      try {
        String id = call.request().id().json();
        tell(call, "subscriptions/acknowledged", "\"notifications\":" + granted, id);
        for (String said : says) {
          String uri = said.startsWith("resources/updated") ? "\"uri\":\"note://a\"" : "\"x\":1";
          tell(call, said, uri, id);
        }
        mayGoOn.await();
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\"}}";
      } finally {
        ended.countDown();
      }
    }

    private static void tell(UpstreamCall call, String method, String params, String id)
        throws InterruptedException {
      call.listener()
          .heard(
              (Message.Notification)
                  FakeUpstream.message(
                      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/"
                          + method
                          + "\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                          + id
                          + "},"
                          + params
                          + "}}"));
    }
  }

  private static List<String> awaited(CapturedSink sink, int count) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (sink.received().size() < count && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertEquals(count, sink.received().size(), () -> sink.received().toString());
    return sink.received();
  }

  @Test
  void makesOneStreamOfWhatAllUpstreamsSayAndEndsWithItsClient() throws Exception {
    Speaker crm = new Speaker("{\"toolsListChanged\":true}", List.of("tools/list_changed"));
    Speaker kb = new Speaker("{\"promptsListChanged\":true}", List.of("prompts/list_changed"));
    FakeUpstream first = crm.upstream("crm");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, first, kb.upstream("kb"))) {
      CapturedSink sink = new CapturedSink();
      Thread listening =
          Thread.startVirtualThread(
              () ->
                  gateway.modern(
                      "subscriptions/listen",
                      "",
                      "\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":true}",
                      sink));
      List<String> heard = awaited(sink, 3);
      assertTrue(
          heard.getFirst().contains("notifications/subscriptions/acknowledged")
              && heard.getFirst().contains("\"toolsListChanged\":true")
              && heard.getFirst().contains("\"promptsListChanged\":true"),
          heard.toString());
      for (String line : heard) {
        assertTrue(line.contains("\"io.modelcontextprotocol/subscriptionId\":\"m\""), line);
      }
      assertTrue(heard.toString().contains("notifications/tools/list_changed"));
      assertTrue(heard.toString().contains("notifications/prompts/list_changed"));
      assertTrue(String.join("\n", gateway.lines(0)).contains("tools/list_changed"));
      sink.leave();
      assertTrue(listening.join(Duration.ofSeconds(10)));
      assertTrue(crm.ended.await(10, TimeUnit.SECONDS));
      assertTrue(kb.ended.await(10, TimeUnit.SECONDS));
      assertEquals("ended", sink.received().getLast());
    }
  }

  @Test
  void asksNoUpstreamForAResourceThatTheCallerMayNeverRead() throws Exception {
    String policy =
        """
        default: permit
        rules:
          - name: secret
            resources: [ "note://secret/**" ]
            refuse: no
        """;
    Speaker kb = new Speaker("{\"resourceSubscriptions\":[\"note://a\"]}", List.of());
    FakeUpstream upstream = kb.upstream("kb");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, upstream)) {
      CapturedSink sink = new CapturedSink();
      Thread.startVirtualThread(
          () ->
              gateway.modern(
                  "subscriptions/listen",
                  "",
                  "\"notifications\":{\"resourceSubscriptions\":[\"note://a\",\"note://secret/b\"]}",
                  sink));
      awaited(sink, 1);
      assertTrue(upstream.sent().getFirst().contains("note://a"), upstream.sent().toString());
      assertFalse(upstream.sent().getFirst().contains("secret"), upstream.sent().toString());
      sink.leave();
    }
  }

  @Test
  void saysThatListsMayHaveChangedWhenAnUpstreamIsHeardAgain() throws Exception {
    Speaker crm = new Speaker("{\"toolsListChanged\":true}", List.of());
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm.upstream("crm"))) {
      CapturedSink sink = new CapturedSink();
      Thread.startVirtualThread(
          () ->
              gateway.modern(
                  "subscriptions/listen",
                  "",
                  "\"notifications\":{\"toolsListChanged\":true}",
                  sink));
      awaited(sink, 1);
      crm.mayGoOn.countDown();
      assertTrue(awaited(sink, 2).getLast().contains("notifications/tools/list_changed"));
      sink.leave();
    }
  }

  @Test
  void waitsForNoUpstreamThatIsNotThereAndHearsItWhenItIs() throws Exception {
    Speaker crm = new Speaker("{\"toolsListChanged\":true}", List.of());
    AtomicBoolean isThere = new AtomicBoolean();
    FakeUpstream late =
        new FakeUpstream(
            "late",
            Era.MODERN,
            call -> {
              if (!isThere.getAndSet(true)) {
                throw new UpstreamException(UpstreamException.Kind.UNREACHABLE, "not there");
              }
              return crm.speak(call);
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, late)) {
      CapturedSink sink = new CapturedSink();
      Thread.startVirtualThread(
          () ->
              gateway.modern(
                  "subscriptions/listen",
                  "",
                  "\"notifications\":{\"toolsListChanged\":true}",
                  sink));
      List<String> heard = awaited(sink, 2);
      assertFalse(heard.getFirst().contains("toolsListChanged"), heard.toString());
      assertTrue(heard.getLast().contains("notifications/tools/list_changed"), heard.toString());
      sink.leave();
    }
  }

  @Test
  void passesOnNothingOfAKindThatTheListenerDidNotAskFor() throws Exception {
    Speaker crm =
        new Speaker(
            "{\"toolsListChanged\":true,\"promptsListChanged\":true}",
            List.of("prompts/list_changed", "resources/updated", "odd", "tools/list_changed"));
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm.upstream("crm"))) {
      CapturedSink sink = new CapturedSink();
      Thread.startVirtualThread(
          () ->
              gateway.modern(
                  "subscriptions/listen",
                  "",
                  "\"notifications\":{\"toolsListChanged\":true}",
                  sink));
      List<String> heard = awaited(sink, 2);
      assertFalse(heard.getFirst().contains("promptsListChanged"), heard.toString());
      assertTrue(heard.getLast().contains("notifications/tools/list_changed"), heard.toString());
      sink.leave();
    }
  }

  @Test
  void refusesToListenForNothingInParticular() throws Exception {
    Speaker crm = new Speaker("{}", List.of());
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm.upstream("crm"))) {
      String reply = gateway.modern("subscriptions/listen", "", "").reply();
      assertTrue(reply.startsWith("400 ") && reply.contains("-32602"), reply);
    }
  }
}
