package dev.gatehouse.recordings.timestamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampClientTest {
  private static final byte[] NOTE = "example.com/log\n8\nroot=\n\n— x\n".getBytes(UTF_8);
  private static final Instant NOW = Instant.parse("2026-11-23T01:23:45.678Z");

  /** Far more than anything here takes, on a busy machine too. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final TestCertificates CERTIFICATES = new TestCertificates("EC");

  private final TimestampClient client = new TimestampClient(new SecureRandom(), PATIENCE);

  /** What a server does with one request's body. */
  private interface Answer {
    void write(byte[] query, HttpExchange exchange) throws Exception;
  }

  private StampOutcome ask(Answer answer) throws IOException {
    return ask(client, answer);
  }

  private static StampOutcome ask(TimestampClient client, Answer answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              answer.write(exchange.getRequestBody().readAllBytes(), exchange);
            } catch (Exception e) {
              throw new IOException(e);
            }
          });
      server.start();
      try {
        return client.request(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), NOTE);
      } finally {
        threads.shutdownNow();
        server.stop(0);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private StampOutcome askForger(BigInteger nonceError, byte[] note) throws IOException {
    return ask(
        (query, exchange) -> {
          BigInteger nonce = new TimeStampRequest(query).getNonce().add(nonceError);
          send(exchange, 200, new TokenForge(CERTIFICATES.timestamper()).response(note, nonce));
        });
  }

  private static void requireUnreachable(String why, StampOutcome outcome) {
    String reason = assertInstanceOf(StampOutcome.Unreachable.class, outcome).reason();
    assertTrue(reason.contains(why), reason);
  }

  private static void requireRefused(String why, StampOutcome outcome) {
    String reason = assertInstanceOf(StampOutcome.Refused.class, outcome).reason();
    assertTrue(reason.contains(why), reason);
    assertFalse(reason.contains("\n"), reason);
  }

  @Test
  void hasACheckpointStamped() throws IOException, TimestampException {
    for (String algorithm : List.of("RSA", "EC")) {
      try (TestTsa tsa = TestTsa.start(algorithm, InstantSource.fixed(NOW))) {
        TimestampToken token =
            assertInstanceOf(StampOutcome.Stamped.class, client.request(tsa.uri(), NOTE)).token();
        assertEquals(NOW, token.genTime());
        assertEquals(TestTsa.POLICY, token.policy());
        TrustAnchors anchors = TrustAnchors.ofPem(tsa.rootPem());
        assertEquals(NOW, TimestampToken.verify(token.response(), NOTE, anchors).genTime());
        TimestampException refused =
            assertThrows(
                TimestampException.class,
                () -> TimestampToken.verify(token.response(), NOTE, CERTIFICATES.anchors()));
        assertTrue(refused.toString().contains("trust anchor"), refused.toString());
      }
    }
  }

  @Test
  void asksForTheCertificateWithAnotherNonceEachTime() throws IOException, TSPException {
    LinkedBlockingQueue<byte[]> queries = new LinkedBlockingQueue<>();
    for (int i = 0; i < 2; i++) {
      requireUnreachable(
          "503",
          ask(
              (query, exchange) -> {
                queries.add(query);
                send(exchange, 503, new byte[0]);
              }));
    }
    List<TimeStampRequest> requests = new ArrayList<>();
    for (byte[] query : queries) {
      requests.add(new TimeStampRequest(query));
    }
    assertEquals(2, requests.size());
    assertTrue(requests.getFirst().getCertReq());
    assertNotEquals(requests.getFirst().getNonce(), requests.getLast().getNonce());
  }

  @Test
  void acceptsTheForgersTokenWhereItIsRight() throws IOException {
    assertInstanceOf(StampOutcome.Stamped.class, askForger(BigInteger.ZERO, NOTE));
  }

  @Test
  void refusesATokenWithTheNonceOfAnotherRequest() throws IOException {
    requireRefused("nonce", askForger(BigInteger.ONE, NOTE));
  }

  @Test
  void refusesATokenOverAnotherNote() throws IOException {
    requireRefused("imprint", askForger(BigInteger.ZERO, new byte[] {1}));
  }

  @Test
  void saysWhatTheAuthoritySaidWhenItRefused() throws IOException {
    byte[] rejection = rejection("not\ntoday");
    requireRefused(
        "status 2, failure bits", ask((query, exchange) -> send(exchange, 200, rejection)));
    requireRefused("not today", ask((query, exchange) -> send(exchange, 200, rejection)));
  }

  private static byte[] rejection(String words) throws IOException {
    try {
      return new TimeStampResponseGenerator(null, Set.of())
          .generateFailResponse(2, 1 << 7, words)
          .getEncoded();
    } catch (TSPException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refusesWhatIsNoTimeStampResponse() throws IOException {
    requireRefused(
        "does not hold", ask((query, exchange) -> send(exchange, 200, "<html>".getBytes(UTF_8))));
    requireRefused("does not hold", ask((query, exchange) -> send(exchange, 200, query)));
    requireRefused("does not hold", ask((query, exchange) -> send(exchange, 200, new byte[0])));
  }

  @Test
  void followsNoRedirect() throws IOException {
    requireUnreachable(
        "307",
        ask(
            (query, exchange) -> {
              exchange.getResponseHeaders().set("Location", "/elsewhere");
              send(exchange, 307, new byte[0]);
            }));
  }

  @Test
  void readsNoMoreThanATokenCanBe() throws IOException {
    requireUnreachable("", ask((query, exchange) -> send(exchange, 200, new byte[70_000])));
    requireUnreachable(
        "",
        ask(
            (query, exchange) -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(new byte[70_000]);
            }));
  }

  @Test
  void waitsNoLongerThanTheDeadline() throws IOException {
    TimestampClient hurried = new TimestampClient(new SecureRandom(), Duration.ofMillis(700));
    long started = System.nanoTime();
    requireUnreachable(
        "no whole answer within PT0.7S",
        ask(hurried, (query, exchange) -> Thread.sleep(Duration.ofSeconds(30))));
    requireUnreachable("no whole answer within PT0.7S", ask(hurried, TimestampClientTest::trickle));
    assertTrue(System.nanoTime() - started < Duration.ofSeconds(20).toNanos());
  }

  private static void trickle(byte[] query, HttpExchange exchange) throws Exception {
    exchange.sendResponseHeaders(200, 4_000);
    OutputStream body = exchange.getResponseBody();
    for (int i = 0; i < 300; i++) {
      body.write(0);
      body.flush();
      Thread.sleep(100);
    }
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    requireUnreachable(
        "ConnectException", client.request(URI.create("http://127.0.0.1:" + port), NOTE));
  }

  @Test
  void endsWhenItIsInterrupted() throws IOException, InterruptedException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      LinkedBlockingQueue<StampOutcome> outcomes = new LinkedBlockingQueue<>();
      Thread asking =
          Thread.ofPlatform()
              .start(
                  () -> {
                    StampOutcome outcome = client.request(uri, NOTE);
                    assertTrue(Thread.currentThread().isInterrupted());
                    outcomes.add(outcome);
                  });
      silent.accept().getInputStream().read();
      asking.interrupt();
      assertTrue(asking.join(Duration.ofSeconds(10)), "still asking");
      assertEquals(new StampOutcome.Unreachable("interrupted"), outcomes.poll());
    }
  }

  @Test
  void isStampedByAnAuthorityInAnotherProcess(@TempDir Path temporary)
      throws IOException, InterruptedException, TimestampException {
    Path root = temporary.resolve("root.pem");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TestTsa.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = process.inputReader(UTF_8)) {
      URI uri = URI.create(String.valueOf(output.readLine()));
      StampOutcome outcome = client.request(uri, NOTE);
      TimestampToken token = assertInstanceOf(StampOutcome.Stamped.class, outcome).token();
      TrustAnchors anchors = TrustAnchors.ofPem(Files.readAllBytes(root));
      assertEquals(
          token.genTime(), TimestampToken.verify(token.response(), NOTE, anchors).genTime());
      process.outputWriter().close();
      assertEquals(0, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void asksAtHttpAddressesOnly() {
    for (String address : List.of("file:///etc/passwd", "ftp://example.com/", "tsa", "http:x")) {
      assertThrows(IllegalArgumentException.class, () -> client.request(URI.create(address), NOTE));
    }
  }
}
