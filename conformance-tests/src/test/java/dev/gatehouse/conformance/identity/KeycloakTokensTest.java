package dev.gatehouse.conformance.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.identity.Shop.Outcome;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Receipt;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Callers bring tokens that a Keycloak has given them. */
@ResourceLock(Keycloak.REALM)
class KeycloakTokensTest {
  private static final int CALLERS = 8;
  private static final int ROTATIONS = 2;

  private static Keycloak keycloak;
  private static Shop shop;

  @BeforeAll
  static void open(@TempDir Path folder) {
    keycloak = Keycloak.shared();
    shop =
        Shop.open(
            folder,
            origin ->
                """
                identity:
                  mode: oidc
                  issuers:
                    company:
                      issuer: %s
                      audience: %s
                      claims: { name: preferred_username, groups: groups }
                      clock-skew: 0s
                """
                    .formatted(keycloak.issuer(), Keycloak.AUDIENCE));
  }

  @AfterAll
  static void close() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void groupsOfATokenDecideWhatItsBearerMayCall() {
    String alice = keycloak.person("alice").token();
    assertEquals(Outcome.DONE, shop.call(alice, Shop.PAY));
    assertEquals(Outcome.UNKNOWN_TOOL, shop.call(alice, Shop.REPORT));
    String bob = keycloak.person("bob").token();
    assertEquals(Outcome.UNKNOWN_TOOL, shop.call(bob, Shop.PAY));
    assertEquals(Outcome.DONE, shop.call(bob, Shop.REPORT));
    String carol = keycloak.person("carol").token();
    assertEquals(Outcome.UNKNOWN_TOOL, shop.call(carol, Shop.PAY));
    // The same Keycloak's token of another realm, and one that ends in other letters.
    assertEquals(Outcome.NOBODY, shop.call(keycloak.admin().token(), Shop.PAY));
    assertEquals(Outcome.NOBODY, shop.call(alice.substring(0, alice.length() - 8), Shop.PAY));

    List<JsonObject> log = shop.log();
    assertTrue(log.stream().anyMatch(entry -> isOf(entry, "alice", "payments")), log::toString);
    assertTrue(log.stream().anyMatch(entry -> isOf(entry, "bob", "auditors")), log::toString);
    assertTrue(log.stream().noneMatch(entry -> isOf(entry, "bob", "payments")), log::toString);
  }

  private static boolean isOf(JsonObject entry, String person, String group) {
    String text = entry.toString();
    return text.contains("\"principal\":\"" + person + "\"")
        && text.contains("\"issuer\":\"" + keycloak.issuer() + "\"")
        && text.contains("\"groups\":[\"" + group + "\"]")
        && text.contains("\"application\":\"gatehouse\"");
  }

  @Test
  void aRemovedGroupIsGoneFromNewTokensAtOnceAndFromOldOnesWhenTheyExpire() throws Exception {
    KeycloakAdmin admin = keycloak.admin();
    PersonAtKeycloak dora = keycloak.person("dora");
    assertEquals(Outcome.DONE, shop.call(dora.token("brief"), Shop.PAY));
    String old = dora.token("brief");
    Instant received = Instant.now();
    admin.leave("dora", "payments");
    try {
      assertEquals(Outcome.DONE, shop.call(old, Shop.PAY));
      assertEquals(Outcome.UNKNOWN_TOOL, shop.call(dora.token("brief"), Shop.PAY));
      Thread.sleep(Duration.between(Instant.now(), received.plus(Keycloak.BRIEF).plusSeconds(1)));
      assertEquals(Outcome.NOBODY, shop.call(old, Shop.PAY));
    } finally {
      admin.join("dora", "payments");
    }
    assertEquals(Outcome.DONE, shop.call(dora.token("brief"), Shop.PAY));
  }

  @Test
  void noCallIsLostWhileTheKeysOfTheIssuerChange() {
    KeycloakAdmin admin = keycloak.admin();
    PersonAtKeycloak alice = keycloak.person("alice");
    String old = alice.token();
    assertEquals(Outcome.DONE, shop.call(old, Shop.PAY));
    Callers callers = new Callers(CALLERS, shop, alice, Shop.PAY);
    try (callers) {
      for (int i = 0; i < ROTATIONS; i++) {
        List<String> before = admin.signingKeys();
        callers.awaitRounds(2);
        admin.addKey();
        callers.awaitRounds(2);
        before.forEach(admin::retireKey);
        callers.awaitRounds(2);
        before.forEach(admin::deleteKey);
        callers.awaitRounds(2);
      }
    }
    assertEquals(List.of(), callers.lost());
    assertEquals(1 + ROTATIONS, callers.keys().size(), callers.keys()::toString);
    assertTrue(callers.keys().contains(Callers.keyOf(old)), callers.keys()::toString);
    // Its key is gone for good, though by its own word it is still good.
    assertEquals(Outcome.NOBODY, shop.call(old, Shop.PAY));

    ExportedLog log = ExportedLog.read(shop.installation().export("rotated"));
    List<Receipt> receipts = callers.receipts();
    assertTrue(receipts.size() >= CALLERS * ROTATIONS * 8, () -> receipts.size() + " calls");
    assertEquals(List.of(), receipts.stream().filter(receipt -> !receipt.isIn(log)).toList());
  }
}
