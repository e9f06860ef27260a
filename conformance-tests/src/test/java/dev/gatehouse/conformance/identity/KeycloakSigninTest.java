package dev.gatehouse.conformance.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.identity.Shop.Outcome;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * People sign in at a Keycloak and are given tokens by the gateway: by OpenID and by SAML, as two
 * clients of one realm.
 */
@ResourceLock(Keycloak.REALM)
class KeycloakSigninTest {
  private static Keycloak keycloak;
  private static Shop openId;
  private static Shop saml;

  @BeforeAll
  static void open(@TempDir Path first, @TempDir Path second) {
    keycloak = Keycloak.shared();
    openId =
        Shop.open(
            first,
            origin ->
                settings(
                    """
                    provider:
                      issuer: %s
                      client-id: gatehouse
                      client-secret: %s
                      claims: { name: preferred_username, groups: groups }
                    """
                        .formatted(keycloak.issuer(), Keycloak.CLIENT_SECRET)));
    saml =
        Shop.open(
            second,
            origin ->
                settings(
                    """
                    saml:
                      metadata: %s
                      entity-id: %s
                      name: username
                      groups: groups
                      encrypted-only: true
                    """
                        .formatted(keycloak.samlDescriptor(), Keycloak.ENTITY)));
    keycloak.admin().serviceProvider(RawClient.fetch(saml.at("/signin/saml")).body());
  }

  private static String settings(String source) {
    return """
    identity: { mode: oidc }
    signin:
      clients: { desk: { name: Front desk, redirects: "%s" } }
    """
            .formatted(Desk.REDIRECT)
        + source.indent(2);
  }

  @AfterAll
  static void close() {
    for (Shop shop : new Shop[] {openId, saml}) {
      if (shop != null) {
        shop.close();
      }
    }
  }

  @Test
  void signsPeopleInByOpenId() {
    isSignedInAt(openId);
  }

  @Test
  void signsPeopleInBySaml() {
    isSignedInAt(saml);
  }

  private static void isSignedInAt(Shop shop) {
    Desk desk = Desk.at(shop.mcp());
    Desk.Tokens alice = desk.signIn(keycloak.person("alice"));
    assertEquals(Outcome.DONE, shop.call(alice.access(), Shop.PAY));
    assertEquals(Outcome.UNKNOWN_TOOL, shop.call(alice.access(), Shop.REPORT));
    Desk.Tokens bob = desk.signIn(keycloak.person("bob"));
    assertEquals(Outcome.UNKNOWN_TOOL, shop.call(bob.access(), Shop.PAY));
    assertEquals(Outcome.DONE, shop.call(bob.access(), Shop.REPORT));

    Desk.Tokens next = Desk.tokens(desk.refresh(alice));
    assertEquals(Outcome.DONE, shop.call(next.access(), Shop.PAY));
    // A refresh token is good once: whoever brings it again when its successor is used ends them
    // all.
    Desk.Tokens last = Desk.tokens(desk.refresh(next));
    isRefused(desk.refresh(alice));
    isRefused(desk.refresh(last));
    // What Keycloak gives for itself is not good here, nor is a code without its verifier.
    assertEquals(Outcome.NOBODY, shop.call(keycloak.person("alice").token(), Shop.PAY));
    Desk.Begun begun = desk.begin();
    URI back = keycloak.person("alice").signIn(begun.address(), Desk.REDIRECT);
    isRefused(desk.ended(begun, back, "v".repeat(43)));

    List<JsonObject> log = shop.log();
    assertTrue(log.stream().anyMatch(entry -> isCallOf(entry, shop, "alice")), log::toString);
    assertTrue(log.stream().noneMatch(entry -> isCallOf(entry, shop, "carol")), log::toString);
    shop.installation().verify().expecting(0);
  }

  private static void isRefused(HttpResponse<String> answer) {
    assertEquals(400, answer.statusCode(), answer::body);
    assertEquals("invalid_grant", Forms.json(answer).getString("error"));
  }

  private static boolean isCallOf(JsonObject entry, Shop shop, String person) {
    String text = entry.toString();
    return text.contains("\"principal\":\"" + person + "\"")
        && text.contains("\"issuer\":\"" + origin(shop) + "\"")
        && text.contains("\"application\":\"desk\"");
  }

  private static String origin(Shop shop) {
    return shop.at("/").toString().replaceAll("/$", "");
  }

  @Test
  void aRemovedGroupIsGoneAtTheNextRefreshByOpenId() {
    Desk desk = Desk.at(openId.mcp());
    Desk.Tokens dora = desk.signIn(keycloak.person("dora"));
    assertEquals(Outcome.DONE, openId.call(dora.access(), Shop.PAY));
    Desk.Tokens without;
    keycloak.admin().leave("dora", "payments");
    try {
      without = Desk.tokens(desk.refresh(dora));
      assertEquals(Outcome.UNKNOWN_TOOL, openId.call(without.access(), Shop.PAY));
    } finally {
      keycloak.admin().join("dora", "payments");
    }
    Desk.Tokens again = Desk.tokens(desk.refresh(without));
    assertEquals(Outcome.DONE, openId.call(again.access(), Shop.PAY));
    // Whom the company has signed out is out here, too.
    keycloak.admin().signOut("dora");
    isRefused(desk.refresh(again));
  }

  @Test
  void aRemovedGroupIsGoneAtTheNextSignInBySaml() {
    Desk desk = Desk.at(saml.mcp());
    keycloak.admin().leave("dora", "payments");
    try {
      Desk.Tokens without = desk.signIn(keycloak.person("dora"));
      assertEquals(Outcome.UNKNOWN_TOOL, saml.call(without.access(), Shop.PAY));
    } finally {
      keycloak.admin().join("dora", "payments");
    }
    Desk.Tokens again = desk.signIn(keycloak.person("dora"));
    assertEquals(Outcome.DONE, saml.call(again.access(), Shop.PAY));
  }

  @Test
  void keycloakRefusesARequestThatWasChangedOnItsWay() {
    Browser browser = new Browser(keycloak.issuer());
    PersonAtKeycloak alice = keycloak.person("alice");
    Page onward = alice.next(browser, browser.open(Desk.at(saml.mcp()).begin().address()));
    String address = onward.uri().toString();
    URI changed = URI.create(address.replaceFirst("RelayState=[^&]{4}", "RelayState=XXXX"));
    Browser elsewhere = new Browser(Desk.REDIRECT);
    assertEquals(400, elsewhere.open(changed).status());
    assertEquals(200, elsewhere.open(onward.uri()).status());
  }

  @Test
  void aResponseOfTheProviderIsGoodInTheBrowserThatAskedForItOnly() {
    PersonAtKeycloak alice = keycloak.person("alice");
    Desk.Begun begun = Desk.at(saml.mcp()).begin();
    Browser hers = new Browser(Desk.REDIRECT);
    Page page = hers.open(begun.address());
    while (!page.body().contains("SAMLResponse")) {
      page = alice.next(hers, page);
    }
    Page stolen = alice.next(new Browser(Desk.REDIRECT), page);
    assertEquals(400, stolen.status(), stolen::text);
    assertTrue(stolen.text().contains("another browser"), stolen::text);
  }

  @Test
  void changedKeysOfTheProviderLoseNoSignIn() {
    Desk byOpenId = Desk.at(openId.mcp());
    Desk bySaml = Desk.at(saml.mcp());
    Desk.Tokens alice = byOpenId.signIn(keycloak.person("alice"));
    Desk.Tokens unused = bySaml.signIn(keycloak.person("alice"));
    KeycloakAdmin admin = keycloak.admin();
    for (int i = 0; i < 2; i++) {
      List<String> before = admin.signingKeys();
      admin.addKey();
      before.forEach(admin::retireKey);
      before.forEach(admin::deleteKey);
      alice = Desk.tokens(byOpenId.refresh(alice));
      assertEquals(Outcome.DONE, openId.call(alice.access(), Shop.PAY));
      Desk.Tokens bob = byOpenId.signIn(keycloak.person("bob"));
      assertEquals(Outcome.DONE, openId.call(bob.access(), Shop.REPORT));
      Desk.Tokens bobBySaml = bySaml.signIn(keycloak.person("bob"));
      assertEquals(Outcome.DONE, saml.call(bobBySaml.access(), Shop.REPORT));
    }
    assertEquals(Outcome.DONE, saml.call(unused.access(), Shop.PAY));
  }
}
