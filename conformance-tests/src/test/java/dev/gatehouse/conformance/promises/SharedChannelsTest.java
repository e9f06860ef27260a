package dev.gatehouse.conformance.promises;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.channels.ChannelSettings;
import dev.gatehouse.gateway.channels.Channels;
import dev.gatehouse.gateway.channels.Delivery;
import dev.gatehouse.gateway.channels.OutboxTables;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.recordings.PostgresSetup;
import dev.gatehouse.recordings.postgres.PostgresServer;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Gateways that share a database tell each notice once, and for each other. */
class SharedChannelsTest {
  private static final String ROLE = "telling";
  private static final int COUNT = 40;

  private static Channels channels(String url, ChannelSettings settings, long seed)
      throws Exception {
    return new Channels(
        List.of(settings),
        OutboxTables.inPostgres(PostgresAccess.of(url, ROLE)),
        new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(UTF_8), "AES"),
        "node-" + seed,
        new Dialler(DialRules.PUBLIC, SSLContext.getDefault()),
        SSLContext.getDefault(),
        InstantSource.system(),
        new Random(seed));
  }

  private static ChannelSettings settings(HttpServer server) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    Secret secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    return new ChannelSettings(
        "pager",
        List.of(),
        true,
        1000,
        new ChannelSettings.Webhook(address, secret, Optional.empty()));
  }

  private static HttpServer receiver(List<String> received) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
    return server;
  }

  private static void announce(Channels channels, int number) {
    Step step = new Step(1, Step.ASKED, Instant.now(), "ann", "");
    channels.announce(approval("01JD" + number, step), step);
  }

  private static Approval approval(String id, Step step) {
    Instant now = Instant.now();
    Demand demand =
        new Demand(
            "refunds",
            List.of("finance"),
            Need.ANY,
            1,
            Duration.ofHours(4),
            new Grants.Once(Duration.ofHours(1)),
            false,
            Optional.empty(),
            Optional.empty(),
            List.of());
    String digest = "a".repeat(64);
    Request request =
        new Request(
            new Binding("{}", "billing", "tools/call", "refund", digest, digest, digest, digest),
            new Requester("ann", Optional.empty(), List.of(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            "{}",
            "{}",
            List.of(demand),
            List.of(),
            "01JDEXCHANGE",
            "");
    return new Approval(
        id,
        request,
        List.of(),
        State.PENDING,
        now,
        now.plusSeconds(3600),
        now.plusSeconds(7200),
        List.of(),
        "",
        Optional.empty(),
        0,
        List.of(),
        false,
        false,
        "",
        Optional.empty(),
        List.of(step),
        1);
  }

  @Test
  void eachIsToldOnceByWhicheverGatewayHasTheTurn() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer receiver = receiver(received);
    try (PostgresServer server = PostgresServer.start()) {
      String database = server.newDatabase();
      server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
      try (Channels without = channels(database, settings(receiver), 0)) {
        SQLException missing = assertThrows(SQLException.class, without::open);
        assertTrue(missing.toString().contains("postgres-setup"), missing::toString);
      }
      server.executeAt(database, PostgresSetup.script(ROLE));
      try (Channels one = channels(database, settings(receiver), 1);
          Channels other = channels(database, settings(receiver), 2)) {
        one.open();
        other.open();
        one.start(_ -> List.of());
        other.start(_ -> List.of());
        for (int i = 0; i < COUNT; i++) {
          announce(i % 2 == 0 ? one : other, i);
          // Both may hear of a step, as after a crash.
          announce(i % 2 == 0 ? other : one, i);
        }
        awaitCount(received);
        Delivery delivery = other.log("01JD7").getFirst();
        assertEquals(1, delivery.step());
      }
      assertEquals(COUNT, received.size());
    } finally {
      receiver.stop(0);
    }
  }

  private static void awaitCount(List<String> received) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (received.stream().distinct().count() < COUNT && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    // What would be sent twice comes soon after.
    Thread.sleep(1000);
    assertEquals(COUNT, received.stream().distinct().count());
  }
}
