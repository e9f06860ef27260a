package dev.gatehouse.gateway.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.Order;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers, networks and operators change, and what people let the gateway do stays theirs. */
class KeptGrantsTest {
  private static final Giver ROOT = new Giver("root", Optional.empty());

  @TempDir private Path folder;

  private static void connected(Gateway gateway) throws Exception {
    HttpResponse<String> page = ConnectTest.connect(gateway);
    assertEquals(200, page.statusCode(), page.body());
  }

  private static boolean finds(Gateway gateway) throws Exception {
    return ConnectTest.find(gateway).contains("\"found\"");
  }

  private static void calls(Gateway gateway) {
    try {
      boolean _ = finds(gateway);
    } catch (Exception _) {
      // The gateway ends meanwhile.
    }
  }

  @Test
  void whatAnUpstreamWasGivenIsNotShownToAnotherOfItsName() throws Exception {
    try (GuardedByPeople before = GuardedByPeople.start();
        GuardedByPeople after = GuardedByPeople.start()) {
      try (Gateway gateway = ConnectTest.start(folder, before)) {
        connected(gateway);
        assertTrue(finds(gateway));
      }
      try (Gateway gateway = ConnectTest.start(folder, after)) {
        assertTrue(ConnectTest.find(gateway).contains("waits for"));
        assertTrue(after.shown.stream().allMatch(String::isEmpty), after.shown.toString());
      }
    }
    assertTrue(ConnectTest.written(folder).contains("another-address"), "not recorded");
  }

  @Test
  void whatAnotherIssuerGaveIsNotShownWhereOneIsConfigured() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        connected(gateway);
      }
      int before = server.shown.size();
      String other = ", issuer: https://other.example";
      try (Gateway gateway = ConnectTest.start(folder, server, other)) {
        assertTrue(ConnectTest.find(gateway).contains("waits for"));
      }
      assertTrue(server.shown.stream().skip(before).allMatch(String::isEmpty));
    }
  }

  @Test
  void whatStandsBetweenEndsNoGrant() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      server.lifetimeSeconds = 1;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        connected(gateway);
      }
      Thread.sleep(1000);
      server.lifetimeSeconds = 3600;
      for (String answer :
          List.of(
              "403<html>",
              "404{}",
              "200<html>",
              "400{\"error\":\"unauthorized_client\"}",
              "200" + "[".repeat(5000))) {
        server.inBetween = answer;
        try (Gateway gateway = ConnectTest.start(folder, server)) {
          String told = ConnectTest.find(gateway);
          assertTrue(told.contains("gives none now"), answer + told);
        }
      }
      server.inBetween = "";
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        assertTrue(finds(gateway));
      }
    }
  }

  @Test
  void aCallThatEndsEarlierLosesNoToken() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      server.lifetimeSeconds = 1;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        connected(gateway);
      }
      Thread.sleep(1000);
      server.lifetimeSeconds = 3600;
      server.slownessMillis = 1_500;
      Thread caller;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        caller = Thread.ofVirtual().start(() -> calls(gateway));
        while (server.posted.stream().noneMatch(each -> each.contains("refresh_token="))) {
          Thread.sleep(10);
        }
      }
      caller.interrupt();
      caller.join();
      server.slownessMillis = 0;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        assertTrue(finds(gateway));
      }
      assertEquals(
          1, server.posted.stream().filter(each -> each.contains("refresh_token=")).count());
    }
  }

  @Test
  void aServerThatIsSlowLosesNoToken() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      server.lifetimeSeconds = 1;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        connected(gateway);
      }
      Thread.sleep(1000);
      server.lifetimeSeconds = 3600;
      server.slownessMillis = 5_500;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        assertTrue(finds(gateway), "slower than metadata may be");
      }
      server.slownessMillis = 0;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        assertTrue(finds(gateway));
      }
      assertEquals(
          1, server.posted.stream().filter(each -> each.contains("refresh_token=")).count());
    }
  }

  @Test
  void aSecretThatWasChangedIsShownForWhatWasGivenBefore() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      server.lifetimeSeconds = 1;
      server.secret = "planted-first";
      String settings = ", client-id: gw, client-secret: ";
      try (Gateway gateway = ConnectTest.start(folder, server, settings + "planted-first")) {
        connected(gateway);
      }
      Thread.sleep(1000);
      server.lifetimeSeconds = 3600;
      server.secret = "planted-second";
      try (Gateway gateway = ConnectTest.start(folder, server, settings + "planted-second")) {
        assertTrue(finds(gateway));
      }
      try (Gateway gateway = ConnectTest.start(folder, server, ", client-id: another")) {
        assertTrue(ConnectTest.find(gateway).contains("waits for"));
      }
    }
  }

  @Test
  void aClientThatItsServerForgotRegistersAnew() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      server.lifetimeSeconds = 1;
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        connected(gateway);
        Thread.sleep(1000);
        server.inBetween = "401{\"error\":\"invalid_client\"}";
        assertTrue(ConnectTest.find(gateway).contains("waits for"));
        connected(gateway);
      }
      assertEquals(2, server.posted.stream().filter(it -> it.startsWith("/register")).count());
    }
  }

  @Test
  void anIssuerThatIsConfiguredIsToldAClientIdThatAnotherKnew() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      String settings = ", client-id: gw, client-secret: planted-client";
      try (Gateway gateway = ConnectTest.start(folder, server, settings)) {
        connected(gateway);
      }
      server.issuer = server.uri("/moved").toString();
      server.issuerInAnswers = server.issuer;
      server.authorizationServer = server.issuer;
      server.forget();
      try (Gateway gateway = ConnectTest.start(folder, server, settings)) {
        HttpResponse<String> page = ConnectTest.connect(gateway);
        assertTrue(page.body().contains("give its `issuer`"), page.body());
      }
      String named = settings + ", issuer: \"" + server.issuer + "\"";
      try (Gateway gateway = ConnectTest.start(folder, server, named)) {
        connected(gateway);
        assertTrue(finds(gateway));
      }
    }
  }

  @Test
  void rowsThatNobodyCanReadAreInNobodysWay() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start()) {
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        connected(gateway);
      }
      try (Connection table =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/grants.db"));
          Statement statement = table.createStatement()) {
        assertEquals(
            1, statement.executeUpdate("UPDATE kept SET sealed = x'00' WHERE kind = 'GRANT'"));
      }
      try (Gateway gateway = ConnectTest.start(folder, server)) {
        Answer erased = gateway.perform(new Order.Erase("alice", "asked for it", false), ROOT);
        assertTrue(
            erased.done() && erased.text().contains("1 grants cannot be read"), erased.text());
        assertTrue(ConnectTest.find(gateway).contains("waits for"));
        connected(gateway);
        assertTrue(finds(gateway));
        Answer listed = gateway.perform(new Order.ListGrants(), ROOT);
        assertEquals("1 grants", listed.text());
      }
    }
  }

  @Test
  void linksOfWhoIsRevokedAreDead() throws Exception {
    try (GuardedByPeople server = GuardedByPeople.start();
        Gateway gateway = ConnectTest.start(folder, server);
        Browser browser = new Browser()) {
      URI link = ConnectTest.link(ConnectTest.find(gateway));
      Order others = new Order.RevokeGrants("somebody else", "", "");
      assertTrue(gateway.perform(others, ROOT).done());
      assertEquals(200, browser.get(link).statusCode());
      HttpResponse<String> sent = browser.press(browser.get(link));
      HttpResponse<String> back = browser.get(Browser.location(sent));
      assertTrue(gateway.perform(new Order.RevokeGrants("", "", ""), ROOT).done());
      assertEquals(400, browser.get(Browser.location(back)).statusCode());
      assertFalse(finds(gateway));
    }
  }
}
