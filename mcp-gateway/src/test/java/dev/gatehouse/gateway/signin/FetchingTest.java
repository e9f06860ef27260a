package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.DialRules;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.signin.Fetching.Reach;
import dev.gatehouse.gateway.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchingTest {
  private static final String DOCUMENT = "{\"client_id\":\"x\"}";

  private TestAuthority authority;
  private HttpsServer secured;
  private HttpServer clear;
  private URI address;

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority("company");
    secured = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secured.setHttpsConfigurator(
        new HttpsConfigurator(TestAuthority.client(List.of(), List.of(authority.server()))));
    clear = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (HttpServer each : List.of(secured, clear)) {
      each.createContext("/client", FetchingTest::send);
      each.start();
    }
    address = URI.create("https://localhost:" + secured.getAddress().getPort() + "/client");
  }

  @AfterEach
  void stop() {
    secured.stop(0);
    clear.stop(0);
  }

  private static void send(HttpExchange exchange) throws IOException {
    byte[] body = DOCUMENT.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Dialler trusting(DialRules rules) {
    return new Dialler(rules, Authorities.with(List.of(authority.certificate())));
  }

  @Test
  void trustsWhomTheConfigurationTrusts() throws Exception {
    Fetching fetching = new Fetching(Reach.THIS_MACHINE, trusting(DialRules.PUBLIC));
    assertEquals(DOCUMENT, fetching.json(address).text());
  }

  @Test
  void trustsNobodyElse() {
    Fetching fetching = new Fetching(Reach.THIS_MACHINE, Dialler.standard());
    assertThrows(IOException.class, () -> fetching.json(address));
  }

  @Test
  void leadsNoStrangerInsideWhateverTheConfigurationAllowsForItself() {
    Fetching fetching = new Fetching(Reach.INTERNET, trusting(DialRules.ANY));
    assertThrows(IOException.class, () -> fetching.json(address));
  }

  @Test
  void goesWhereTheConfigurationSays() throws Exception {
    Fetching fetching = new Fetching(Reach.ANYWHERE, trusting(DialRules.ANY));
    assertEquals(DOCUMENT, fetching.json(address).text());
  }

  @Test
  void fetchesInClearOnThisMachineOnly() throws Exception {
    URI inClear = URI.create("http://127.0.0.1:" + clear.getAddress().getPort() + "/client");
    Fetching here = new Fetching(Reach.THIS_MACHINE, Dialler.standard());
    assertEquals(DOCUMENT, here.json(inClear).text());
    URI outside = URI.create("http://192.0.2.1/client");
    assertThrows(IOException.class, () -> here.json(outside));
  }
}
