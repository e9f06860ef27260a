package dev.gatehouse.gateway.channels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.approval.Outcome;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.signin.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channels as a whole, with receivers on this machine. */
class AnnouncingTest {
  private static final Secret HOOK = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  @TempDir private Path folder;
  private HttpServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String path = exchange.getRequestURI().getPath();
            received.add(path + " " + body.replaceFirst("(?s)^.*\"type\":\"([a-z.-]+)\".*", "$1"));
            exchange.sendResponseHeaders(path.equals("/dead") ? 500 : 204, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private ChannelSettings webhook(String name, List<String> groups, boolean outcomes) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    return new ChannelSettings(
        name, groups, outcomes, 10, new ChannelSettings.Webhook(address, HOOK, Optional.of(HOOK)));
  }

  private Channels channels(ChannelSettings... settings) throws Exception {
    Channels channels =
        new Channels(
            List.of(settings),
            OutboxTables.inFile(folder.resolve("channels.db")),
            new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(UTF_8), "AES"),
            "alone",
            new Dialler(DialRules.PUBLIC, SSLContext.getDefault()),
            SSLContext.getDefault(),
            InstantSource.system(),
            new Random(1));
    channels.open();
    channels.servedAt(URI.create("https://gatehouse.example.com/"));
    return channels;
  }

  private static void announce(Channels channels, State state, String word) {
    Step step = Samples.step(Math.abs(word.hashCode() % 1000) + 1, word, "because");
    channels.announce(Samples.approval(state, "{}", step), step);
  }

  private void awaitReceived(String... wanted) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (!received.containsAll(List.of(wanted)) && Instant.now().isBefore(end)) {
      Thread.sleep(20);
    }
    assertEquals(
        Stream.of(wanted).sorted().toList(), received.stream().distinct().sorted().toList());
  }

  @Test
  void tellsEachChannelWhatItIsToHear() throws Exception {
    try (Channels channels =
        channels(
            webhook("all", List.of(), true),
            webhook("finance", List.of("finance"), false),
            webhook("others", List.of("others"), true))) {
      channels.start(_ -> List.of());
      announce(channels, State.PENDING, Step.ASKED);
      announce(channels, State.DENIED, Step.DENIED);
      announce(channels, State.GRANTED, Step.BREAK_GLASS);
      announce(channels, State.PENDING, Step.ATTACHED);
      awaitReceived(
          "/all approval.asked",
          "/all approval.denied",
          "/all approval.break-glass",
          "/finance approval.asked",
          "/finance approval.break-glass",
          "/others approval.break-glass");
    }
  }

  @Test
  void oneThatTakesNothingIsInNoOthersWay() throws Exception {
    try (Channels channels =
        channels(webhook("dead", List.of(), true), webhook("alive", List.of(), true))) {
      channels.start(_ -> List.of());
      announce(channels, State.PENDING, Step.ASKED);
      awaitReceived("/dead approval.asked", "/alive approval.asked");
      Delivery dead = log(channels, "dead");
      assertEquals(Delivery.State.WAITING, dead.state());
      assertEquals("status 500", dead.trouble());
      assertEquals(Delivery.State.SENT, log(channels, "alive").state());
    }
  }

  private static Delivery log(Channels channels, String name)
      throws SQLException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      Optional<Delivery> found =
          channels.log(Samples.ID).stream().filter(it -> it.channel().equals(name)).findFirst();
      if (found.isPresent() && found.get().attempts() > 0) {
        return found.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("not tried: " + channels.log(Samples.ID));
  }

  @Test
  void tellsAfterARestartWhatItWasToldBeforeAndOnce() throws Exception {
    try (Channels channels = channels(webhook("all", List.of(), true))) {
      announce(channels, State.PENDING, Step.ASKED);
      announce(channels, State.PENDING, Step.ASKED);
      assertEquals(List.of(), received);
    }
    try (Channels channels = channels(webhook("all", List.of(), true))) {
      channels.start(_ -> List.of());
      awaitReceived("/all approval.asked");
      assertEquals(Delivery.State.SENT, log(channels, "all").state());
      assertEquals(1, received.size());
    }
  }

  private static Outcome refused() {
    return new Outcome.Refused("nobody is known", Optional.empty());
  }

  @Test
  void opensOnlyTheInletsThatTakeAnswers() throws Exception {
    try (Channels channels = channels(webhook("all", List.of(), true))) {
      List<Channels.Inlet> inlets = channels.inlets(List.of(), (_, _) -> refused(), (_, _) -> {});
      assertEquals(
          List.of("/approvals/webhooks/*"), inlets.stream().map(Channels.Inlet::path).toList());
      Asked asked = new Asked("POST", "/approvals/webhooks/all", "", Map.of(), "{}", "peer");
      assertEquals(400, inlets.getFirst().answering().apply(asked).status());
    }
    try (Channels channels = channels()) {
      announce(channels, State.PENDING, Step.ASKED);
      assertTrue(channels.inlets(List.of(), (_, _) -> refused(), (_, _) -> {}).isEmpty());
    }
  }
}
