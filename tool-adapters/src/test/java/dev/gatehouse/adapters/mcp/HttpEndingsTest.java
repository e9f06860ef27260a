package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ScriptedServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls over HTTP end when nobody waits for their reply any longer. */
class HttpEndingsTest {
  @Test
  void closesTheStreamOfACallThatIsCancelled() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch hungUp = new CountDownLatch(1);
    try (ScriptedServer server =
            ModernHttpTest.server(
                (_, reply) -> {
                  reply.events().chunk(": waiting\n\n");
                  arrived.countDown();
                  reply.awaitHangUp();
                  hungUp.countDown();
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      List<Throwable> thrown = new ArrayList<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () ->
                      thrown.add(
                          assertThrows(
                              InterruptedException.class,
                              () -> upstream.call(Calls.modernCall(), Calls.soon()))));
      ScriptedServer.await(arrived);
      Thread.sleep(30);
      caller.interrupt();
      ScriptedServer.await(hungUp);
      caller.join();
      assertEquals(1, thrown.size());
      assertEquals(List.of("server/discover", "tools/call"), server.methods());
    }
  }

  @Test
  void closesTheStreamWhereTheListenerIsCancelled() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    try (ScriptedServer server =
            ModernHttpTest.server(
                (_, reply) -> {
                  reply.events().event("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}");
                  reply.awaitHangUp();
                  hungUp.countDown();
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      assertThrows(
          InterruptedException.class,
          () ->
              upstream.call(
                  Calls.modernCall(
                      _ -> {
                        throw new InterruptedException();
                      }),
                  Calls.soon()));
      ScriptedServer.await(hungUp);
    }
  }

  @Test
  void letsAListenersOwnFaultPass() throws Exception {
    try (ScriptedServer server =
            ModernHttpTest.server(
                (_, reply) -> reply.events().event("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}"));
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      assertThrows(
          IllegalMonitorStateException.class,
          () ->
              upstream.call(
                  Calls.modernCall(
                      _ -> {
                        throw new IllegalMonitorStateException();
                      }),
                  Calls.soon()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "head", "half", "events", "drip"})
  void endsByItsDeadlineHoweverTheServerHangs(String how) throws Exception {
    try (ScriptedServer server = ModernHttpTest.server((_, reply) -> hang(how, reply));
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      upstream.describe(Calls.MODERN, Calls.soon());
      long start = System.nanoTime();
      Calls.refused(Kind.TIMED_OUT, () -> upstream.call(Calls.modernCall(), Calls.after(300)));
      assertTrue(System.nanoTime() - start < 1_500_000_000L, "took too long");
    }
  }

  private static void hang(String how, Reply reply) throws IOException, InterruptedException {
    switch (how) {
      case "nothing" -> {}
      case "head" -> reply.raw("HTTP/1.1 200 OK\r\nContent-");
      case "half" ->
          reply.raw(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
      case "events" -> reply.events().chunk(": still there\n\n");
      default -> {
        reply.events();
        for (int i = 0; i < 100; i++) {
          reply.chunk(":\n");
          Thread.sleep(30);
        }
      }
    }
    reply.awaitHangUp();
  }

  @Test
  void endsByItsDeadlineWhereTheServerDoesNotReadTheRequest() throws Exception {
    try (java.net.ServerSocket deaf = new java.net.ServerSocket(0)) {
      URI uri = URI.create("http://127.0.0.1:" + deaf.getLocalPort());
      try (HttpTransport transport =
          new HttpTransport(HttpSettings.of("u", uri), Dialler.standard().naming(uri))) {
        Calls.refused(
            Kind.TIMED_OUT,
            () -> transport.post(Calls.MODERN, new byte[32 << 20], Map.of(), Calls.after(400)));
      }
    }
  }

  @Test
  void manyCallsRunAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(50);
    try (ScriptedServer server =
            ModernHttpTest.server(
                (request, reply) -> {
                  all.countDown();
                  ScriptedServer.await(all);
                  reply.result(request, "{\"id\":" + request.id() + "}");
                });
        HttpUpstream upstream = ModernHttpTest.upstream(server)) {
      List<Thread> callers = new ArrayList<>();
      List<Throwable> faults = new java.util.concurrent.CopyOnWriteArrayList<>();
      for (int i = 0; i < 50; i++) {
        callers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        Message.Result result =
                            (Message.Result)
                                upstream
                                    .call(
                                        Calls.modernCall(),
                                        Deadline.after(java.time.Duration.ofSeconds(10)))
                                    .message();
                        assertEquals(
                            "{\"id\":" + result.id().json() + "}",
                            result.json().slice(result.result()));
                      } catch (Exception | AssertionError e) {
                        faults.add(e);
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(List.of(), faults);
    }
  }
}
