package dev.gatehouse.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token that says nothing itself: its issuer is asked about it. */
class OpaqueTokensTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<CountDownLatch> hold = new AtomicReference<>(new CountDownLatch(0));
  private final List<String> said = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private TokenIdentifier identifier;
  private volatile String answer =
      "{\"active\":true,\"aud\":\"gatehouse\",\"sub\":\"ada\",\"groups\":[\"staff\"]}";
  private volatile String request = "";
  private volatile String authorization = "";
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(command -> Thread.ofVirtual().start(command));
    server.createContext(
        "/introspect",
        exchange -> {
          asked.incrementAndGet();
          awaitHold();
          request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    identifier =
        Issuers.identifier(
            List.of(
                new IssuerSettings(
                    uri.toString(),
                    List.of("gatehouse"),
                    List.of("RS256"),
                    new IssuerSettings.Keys.Discovered(),
                    ClaimMapping.STANDARD,
                    List.of(),
                    List.of(),
                    Duration.ofSeconds(5),
                    Optional.of(
                        new IntrospectionSettings(
                            uri.resolve("/introspect"), "gate house", "s3cret/")),
                    false)),
            List.of());
  }

  private void awaitHold() {
    try {
      hold.get().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void knowsWhoseTokenIsActive() {
    assertEquals("ada[staff]", who("0paque"));
    assertEquals(true, request.contains("token=0paque"), request);
    // "gate+house:s3cret%2F", each half as in a form.
    assertEquals("Basic Z2F0ZStob3VzZTpzM2NyZXQlMkY=", authorization);
  }

  @Test
  void refusesWhatIsNotActiveOrNotMeantForHere() {
    answer = "{\"active\":false}";
    assertEquals("inactive", who("a"));
    answer = "{\"active\":true,\"sub\":\"ada\"}";
    assertEquals("wrong-audience", who("b"));
    answer = "{\"active\":true,\"aud\":[\"other\"],\"sub\":\"ada\"}";
    assertEquals("wrong-audience", who("c"));
    answer = "{\"active\":true,\"aud\":\"gatehouse\",\"sub\":\"ada\",\"exp\":1}";
    assertEquals("expired", who("d"));
    answer =
        "{\"active\":true,\"aud\":\"gatehouse\",\"sub\":\"ada\",\"iss\":\"https://x.example\"}";
    assertEquals("wrong-issuer", who("e"));
    answer = "{\"active\":true,\"aud\":\"gatehouse\"}";
    assertEquals("no-name", who("f"));
  }

  @Test
  void refusesEverybodyWhileTheIssuerCannotBeAskedAndAsksAgain() {
    status = 503;
    assertEquals("issuer-away", who("0paque"));
    answer = "not JSON";
    status = 200;
    assertEquals("issuer-away", who("0paque"));
    answer = "{\"active\":true,\"aud\":\"gatehouse\",\"sub\":\"ada\"}";
    assertEquals("ada[]", who("0paque"));
  }

  @Test
  void asksOnceForManyRequestsAtOneTime() throws InterruptedException {
    atOnce(50, _ -> "0paque");
    assertEquals(50, said.size());
    assertEquals(1, asked.get());
  }

  @Test
  void asksNoMoreAtOnceThanTheIssuerCanBear() throws InterruptedException {
    hold.set(new CountDownLatch(1));
    Thread.ofVirtual().start(() -> letGoWhenTurnedAway(68));
    atOnce(100, number -> "made-up-" + number);
    assertEquals(32, asked.get());
    assertEquals(68, said.stream().filter("issuer-away"::equals).count());
    // Who was turned away for it is known as soon as there is room.
    assertEquals("ada[staff]", who("made-up-0"));
  }

  private void letGoWhenTurnedAway(int callers) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try {
      while (said.size() < callers && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    hold.get().countDown();
  }

  private void atOnce(int count, IntFunction<String> token) throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(1);
    List<Thread> callers =
        IntStream.range(0, count)
            .mapToObj(
                number ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try {
                                ready.await();
                                said.add(who(token.apply(number)));
                              } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                              }
                            }))
            .toList();
    ready.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private String who(String token) {
    return switch (identifier.identify(Credentials.bearer(token, "192.0.2.1"))) {
      case Identification.Known(Principal principal) -> principal.name() + principal.groups();
      case Identification.Challenged challenged -> challenged.reason();
    };
  }
}
