package dev.gatehouse.gateway.signin.saml;

import static dev.gatehouse.gateway.signin.saml.TestResponses.replace;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.adapters.dial.Dialler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metadata at an address: how often it is asked for, and how long it holds. */
class KnownProviderTest {
  private static final TestProvider OLD = TestProvider.rsa();
  private static final TestProvider NEW = TestProvider.ec();

  private final TestSettings.MutableClock clock = new TestSettings.MutableClock();
  private HttpServer server;
  private KnownProvider known;
  private volatile int status = 200;
  private volatile String metadata = TestProvider.metadata(OLD);
  private final AtomicInteger fetches = new AtomicInteger();

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = metadata.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/idp.xml");
    var source = new SamlSettings.MetadataSource.Address(uri);
    known =
        new KnownProvider(
            TestSettings.in(Path.of("unused")).metadata(source).settings(),
            Dialler.standard(),
            clock);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void fetchesOnceAndAgainWhenItIsOld() {
    assertKeys(1);
    assertKeys(1);
    assertEquals(1, fetches.get());
    clock.pass(Duration.ofMinutes(15));
    metadata = TestProvider.metadata(OLD, NEW);
    assertKeys(2);
    assertEquals(2, fetches.get());
  }

  @Test
  void fetchesForAnUnknownSignatureButNotForEachOne() {
    Provider first = known.current().orElseThrow();
    metadata = TestProvider.metadata(OLD, NEW);
    Provider second = known.after(first).orElseThrow();
    assertEquals(2, second.keys().size());
    assertEquals(2, fetches.get());
    // Who still holds the first is told of the second, without a fetch.
    assertEquals(second, known.after(first).orElseThrow());
    assertEquals(2, fetches.get());
    for (int i = 0; i < 20; i++) {
      assertEquals(Optional.empty(), known.after(second));
    }
    assertEquals(5, fetches.get());
    clock.pass(Duration.ofSeconds(30));
    assertEquals(Optional.empty(), known.after(second));
    assertEquals(Optional.empty(), known.after(second));
    assertEquals(6, fetches.get());
  }

  @Test
  void keepsWhatItHadForADayWhileTheProviderIsAway() {
    assertKeys(1);
    status = 503;
    clock.pass(Duration.ofHours(23));
    assertKeys(1);
    assertTrue(fetches.get() >= 2);
    clock.pass(Duration.ofHours(1));
    assertEquals(Optional.empty(), known.current());
    status = 200;
    clock.pass(Duration.ofSeconds(30));
    assertKeys(1);
  }

  @Test
  void usesNoMetadataBeyondItsEnd() {
    metadata = replace(metadata, "entityID=", "validUntil=\"2026-11-23T12:10:00Z\" entityID=");
    assertKeys(1);
    clock.pass(Duration.ofMinutes(10));
    assertEquals(Optional.empty(), known.current());
    clock.pass(Duration.ofMinutes(10));
    assertEquals(Optional.empty(), known.current());
  }

  @Test
  void takesNothingButMetadata() {
    status = 302;
    assertEquals(Optional.empty(), known.current());
    assertEquals(1, fetches.get());
    status = 200;
    String good = metadata;
    String noRedirect = replace(good, SamlNames.REDIRECT_BINDING, "urn:other");
    for (String bad : List.of("", "<html/>", noRedirect, good + " ".repeat(1 << 20))) {
      metadata = bad;
      clock.pass(Duration.ofSeconds(30));
      assertEquals(Optional.empty(), known.current());
    }
    metadata = good;
    clock.pass(Duration.ofSeconds(30));
    assertKeys(1);
  }

  @Test
  void asksAgainWhenTheClockWasSetBack() {
    status = 503;
    for (int i = 0; i < 6; i++) {
      assertEquals(Optional.empty(), known.current());
    }
    status = 200;
    assertEquals(Optional.empty(), known.current());
    clock.pass(Duration.ofHours(-5));
    assertKeys(1);
  }

  @Test
  void believesNoMetadataThatCameInClearFromElsewhere() {
    for (String clear :
        List.of("http://idp.example/", "http://127.0.0.1.evil/", "ftp://a/", "/a")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SamlSettings.MetadataSource.Address(URI.create(clear)));
    }
    for (String good : List.of("https://idp.example/", "http://localhost/", "http://[::1]:8/")) {
      assertEquals(
          good, new SamlSettings.MetadataSource.Address(URI.create(good)).uri().toString());
    }
  }

  private void assertKeys(int count) {
    assertEquals(count, known.current().orElseThrow().keys().size());
  }
}
