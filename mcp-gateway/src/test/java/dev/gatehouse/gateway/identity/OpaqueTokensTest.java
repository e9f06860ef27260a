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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token that says nothing itself: its issuer is asked about it. */
class OpaqueTokensTest {
  private final AtomicInteger asked = new AtomicInteger();
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
    server.createContext(
        "/introspect",
        exchange -> {
          asked.incrementAndGet();
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
    CountDownLatch ready = new CountDownLatch(1);
    List<Thread> callers =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(
                _ ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try {
                                ready.await();
                                who("0paque");
                              } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                              }
                            }))
            .toList();
    ready.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(1, asked.get());
  }

  private String who(String token) {
    return switch (identifier.identify(Credentials.bearer(token, "192.0.2.1"))) {
      case Identification.Known(Principal principal) -> principal.name() + principal.groups();
      case Identification.Challenged challenged -> challenged.reason();
    };
  }
}
