package dev.gatehouse.gateway.deciding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.StandIn;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People decide before browsers, and others try to in their place. */
class ApprovalPagesTest {
  @TempDir private Path folder;

  private static Map<String, String> with(Map<String, String> form, String... more) {
    Map<String, String> all = new TreeMap<>(form);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private static String path(Approval approval) {
    return "/approvals/" + approval.id();
  }

  @Test
  void aLinkLeadsThroughTheSignInAndDecidesNothing() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      DecidingHouse.Browser browser = new DecidingHouse.Browser();
      Answer sent = house.page(browser, path(call));
      assertEquals(303, sent.status());
      assertTrue(
          sent.headers().getOrDefault("Location", "").startsWith("https://gate.example/signin/"));
      assertEquals(State.PENDING, house.now(call).state());

      browser = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      long entries = house.entries();
      Answer page = house.page(browser, path(call));
      assertEquals(200, page.status());
      assertEquals(entries + 1, house.entries(), "who looks is recorded");
      assertTrue(page.body().contains("<h1>A call waits for you</h1>"), page.body());
      assertTrue(page.body().contains("500"), page.body());
      assertFalse(page.body().contains("<b>Trust me"), page.body());
      assertFalse(page.body().contains("<script"), page.body());
      assertEquals(State.PENDING, house.now(call).state());
      for (String act : Set.of("approve", "deny", "break-glass")) {
        assertEquals(404, house.page(browser, path(call) + "/" + act).status(), act);
      }
      assertEquals(State.PENDING, house.now(call).state());
    }
  }

  @Test
  void approvesWhatWasShown() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      var browser = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      Map<String, String> form =
          with(
              DecidingHouse.form(house.page(browser, path(call)), "/approve"),
              "words",
              "card 4111-1111");
      Answer done = house.post(browser, path(call) + "/approve", form);
      assertEquals(303, done.status(), done.body());
      assertEquals(path(call), done.headers().get("Location"));
      assertEquals(State.GRANTED, house.now(call).state());
      assertEquals("card [hidden]", house.now(call).votes().getFirst().reason());
      Answer page = house.page(browser, path(call));
      assertTrue(page.body().contains("it is granted"), page.body());
      assertFalse(DecidingHouse.offers(page, "approve"));
      assertTrue(DecidingHouse.offers(page, "revoke"));
      // It is told once.
      assertFalse(house.page(browser, path(call)).body().contains("role=\"status\""));

      Answer again = house.post(browser, path(call) + "/approve", form);
      assertEquals(409, again.status());
      Answer revoked =
          house.post(
              browser,
              path(call) + "/revoke",
              with(DecidingHouse.form(page, "/revoke"), "words", "a mistake"));
      assertEquals(303, revoked.status(), revoked.body());
      assertEquals(State.REVOKED, house.now(call).state());
    }
  }

  @Test
  void deniesWithAReasonOnly() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      var browser = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      Map<String, String> form = DecidingHouse.form(house.page(browser, path(call)), "/deny");
      Answer without = house.post(browser, path(call) + "/deny", with(form, "words", " \r\n"));
      assertEquals(409, without.status());
      assertTrue(without.body().contains("Nothing was done"), without.body());
      assertEquals(State.PENDING, house.now(call).state());
      assertEquals(
          303, house.post(browser, path(call) + "/deny", with(form, "words", "no")).status());
      assertEquals(State.DENIED, house.now(call).state());
    }
  }

  @Test
  void aPageThatIsOutOfDateApprovesNothingAndSaysWhatChanged() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      var browser = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      Map<String, String> form = DecidingHouse.form(house.page(browser, path(call)), "/approve");
      Person max = new Person("max", Optional.of(DecidingHouse.ISSUER), Set.of("finance"), false);
      house.approvals.happened(
          call.id(), new Event.Narrowed(max, "{\"amount\":9}", "less", house.now(call).seen()));

      Answer stale = house.post(browser, path(call) + "/approve", with(form, "words", "as I said"));
      assertEquals(409, stale.status(), stale.body());
      assertTrue(stale.body().contains("it has changed"), stale.body());
      assertTrue(stale.body().contains("narrowed"), stale.body());
      assertTrue(stale.body().contains("max"), stale.body());
      assertTrue(stale.body().contains("as I said"), "what was typed is kept");
      assertEquals(State.PENDING, house.now(call).state());
      assertTrue(house.now(call).votes().isEmpty());

      // What is shown now can be approved.
      Answer done =
          house.post(browser, path(call) + "/approve", DecidingHouse.form(stale, "/approve"));
      assertEquals(303, done.status(), done.body());
      assertEquals(State.GRANTED, house.now(call).state());
    }
  }

  @Test
  void changedArgumentsAreShownAsADifferenceBeforeAnybodyApprovesThem() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500,\"to\":\"bob\"}");
      var browser = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      Map<String, String> form = DecidingHouse.form(house.page(browser, path(call)), "/change");
      String change = path(call) + "/change";
      for (String wrong : Set.of("", "[1]", "{", "{\"amount\":500,\"to\":\"bob\"}")) {
        Answer refused = house.post(browser, change, with(form, "arguments", wrong));
        assertEquals(409, refused.status(), wrong);
        assertFalse(house.now(call).narrowed().isPresent(), wrong);
      }
      Answer changed =
          house.post(
              browser, change, with(form, "arguments", "{\"amount\":50,\r\n\"to\":\"bob\"}"));
      assertEquals(303, changed.status(), changed.body());
      assertEquals("{\"amount\":50,\n\"to\":\"bob\"}", house.now(call).argumentsJson());
      assertEquals(State.PENDING, house.now(call).state());
      Answer page = house.page(browser, path(call));
      assertTrue(page.body().contains("class=\"before\""), page.body());
      assertTrue(page.body().contains("class=\"now\""), page.body());
      Answer done =
          house.post(browser, path(call) + "/approve", DecidingHouse.form(page, "/approve"));
      assertEquals(303, done.status());
      assertEquals(State.GRANTED, house.now(call).state());
    }
  }

  @Test
  void formsOfOthersCountForNothing() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      Approval other = house.held("{\"amount\":7}");
      var zoes = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      var maxs = house.signedIn(DecidingHouse.person("max", "finance"), path(call));
      Answer page = house.page(zoes, path(call));
      Map<String, String> form = DecidingHouse.form(page, "/approve");
      String approve = path(call) + "/approve";

      assertEquals(403, house.post(zoes, approve, with(form, "token", "")).status());
      assertEquals(403, house.post(zoes, approve, with(form, "steps", "0")).status());
      assertEquals(403, house.post(zoes, approve, with(form, "seen", "f".repeat(16))).status());
      assertEquals(403, house.post(maxs, approve, form).status(), "hers in his browser");
      assertEquals(403, house.post(zoes, path(other) + "/approve", form).status(), "another call");
      assertEquals(
          403,
          house.post(zoes, path(call) + "/break-glass", with(form, "words", "x")).status(),
          "another act");
      assertEquals(401, house.post(new DecidingHouse.Browser(), approve, form).status());
      Map<String, String> headers = new TreeMap<>(zoes.headers());
      headers.put("content-type", "application/x-www-form-urlencoded");
      headers.put("origin", "https://evil.example");
      assertEquals(
          403,
          house
              .pages
              .answer(
                  new Asked("POST", approve, "", headers, DecidingHouse.encoded(form), "192.0.2.9"))
              .status());
      headers.put("origin", "https://gate.example");
      headers.put("content-type", "text/plain");
      assertEquals(
          400,
          house
              .pages
              .answer(
                  new Asked("POST", approve, "", headers, DecidingHouse.encoded(form), "192.0.2.9"))
              .status());
      assertEquals(State.PENDING, house.now(call).state());
      assertTrue(house.refused.contains("forged-form"));
      headers.put("content-type", "application/x-www-form-urlencoded");
      assertEquals(
          303,
          house
              .pages
              .answer(
                  new Asked("POST", approve, "", headers, DecidingHouse.encoded(form), "192.0.2.9"))
              .status());
    }
  }

  @Test
  void whoHasNoPartInACallLearnsNothingOfIt() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      var sales = house.signedIn(DecidingHouse.person("sam", "sales"), path(call));
      Answer page = house.page(sales, path(call));
      Answer unknown = house.page(sales, "/approvals/01J00000000000000000000000");
      assertEquals(404, page.status());
      assertEquals(unknown.body(), page.body());
      assertFalse(house.page(sales, "/approvals").body().contains("refund"));
      assertEquals(404, house.page(sales, path(call) + "/arguments").status());

      var ann = house.signedIn(DecidingHouse.person("ann", "finance"), path(call));
      Answer own = house.page(ann, path(call));
      assertEquals(200, own.status());
      assertFalse(DecidingHouse.offers(own, "approve"), "her own call");
      assertFalse(DecidingHouse.offers(own, "deny"));
      assertTrue(DecidingHouse.offers(own, "withdraw"));
      Map<String, String> form = DecidingHouse.form(own, "/withdraw");
      assertEquals(303, house.post(ann, path(call) + "/withdraw", form).status());
      assertEquals(State.WITHDRAWN, house.now(call).state());
    }
  }

  @Test
  void rolesSayWhoSeesAndWhoDecides() throws Exception {
    try (DecidingHouse house = DecidingHouse.withRoles(folder)) {
      Approval call = house.held("{\"amount\":500}");
      var plain = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      assertEquals(404, house.page(plain, path(call)).status());
      var auditor = house.signedIn(DecidingHouse.person("otto", "finance", "auditors"), path(call));
      Answer read = house.page(auditor, path(call));
      assertEquals(200, read.status());
      assertFalse(DecidingHouse.offers(read, "approve"));
      assertTrue(read.body().contains("role approver"), read.body());
      var approver =
          house.signedIn(DecidingHouse.person("eve", "finance", "approvers"), path(call));
      assertTrue(DecidingHouse.offers(house.page(approver, path(call)), "approve"));
      var elsewhere = house.signedIn(DecidingHouse.person("pia", "approvers"), path(call));
      Answer other = house.page(elsewhere, path(call));
      assertEquals(200, other.status());
      assertFalse(DecidingHouse.offers(other, "approve"), "none of its groups");
    }
  }

  @Test
  void theListSaysWhatWaitsForWhom() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      house.held("{\"amount\":1}");
      house.held("{\"amount\":2}", DecidingHouse.demand(2, false, "finance"));
      Approval own = house.held("{\"amount\":3}", DecidingHouse.demand(1, false, "sales"));
      var zoe = house.signedIn(DecidingHouse.person("zoe", "finance"), "/approvals");
      Answer list = house.page(zoe, "/approvals");
      assertTrue(list.body().contains("<h1>Approvals: 2 wait for you</h1>"), list.body());
      assertFalse(list.body().contains(own.id()));
      var ann = house.signedIn(DecidingHouse.person("ann", "sales"), "/approvals");
      String hers = house.page(ann, "/approvals").body();
      assertTrue(hers.contains("Asked for in your name (3)"), hers);
      assertTrue(hers.contains("Nothing waits for you"), hers);
    }
  }

  @Test
  void breaksTheGlassOnlyForWhomARuleNames() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      var zoe = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      assertFalse(DecidingHouse.offers(house.page(zoe, path(call)), "break-glass"));
      var oncall = house.signedIn(DecidingHouse.person("olga", "oncall"), path(call));
      Answer page = house.page(oncall, path(call));
      assertFalse(DecidingHouse.offers(page, "approve"));
      Map<String, String> form = DecidingHouse.form(page, "/break-glass");
      String glass = path(call) + "/break-glass";
      assertEquals(409, house.post(oncall, glass, form).status(), "no reason");
      assertEquals(303, house.post(oncall, glass, with(form, "words", "outage")).status());
      assertTrue(house.now(call).glassBroken());
    }
  }

  @Test
  void whoStandsInDecidesWithTheGroupsOfWhoIsAway() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      Person away = new Person("zoe", Optional.of(DecidingHouse.ISSUER), Set.of("finance"), false);
      house.delegations.give(
          away,
          new StandIn("sam", Optional.of(DecidingHouse.ISSUER)),
          Instant.now().plus(Duration.ofDays(2)),
          "holiday");
      var sam = house.signedIn(DecidingHouse.person("sam", "sales"), path(call));
      assertTrue(house.page(sam, "/approvals").body().contains("1 wait for you"));
      Map<String, String> form = DecidingHouse.form(house.page(sam, path(call)), "/approve");
      assertEquals(303, house.post(sam, path(call) + "/approve", form).status());
      assertEquals(Optional.of(away), house.now(call).votes().getFirst().forWhom());
    }
  }

  @Test
  void signInsEndAndComeBackOnlyToTheBrowserThatWent() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      DecidingHouse.Browser browser = new DecidingHouse.Browser();
      Answer sent = house.page(browser, path(call));
      String back = "/approvals/signed-in?code=good&state=" + DecidingHouse.state(sent);
      assertEquals(400, house.page(new DecidingHouse.Browser(), back).status());
      assertEquals(400, house.page(browser, back).status(), "a state counts once");
      String bad = DecidingHouse.state(house.page(browser, path(call)));
      assertEquals(400, house.page(browser, "/approvals/signed-in?code=bad&state=" + bad).status());

      browser = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      Map<String, String> form = DecidingHouse.form(house.page(browser, path(call)), "/approve");
      house.pass(Duration.ofMinutes(31));
      assertEquals(401, house.post(browser, path(call) + "/approve", form).status());
      assertEquals(303, house.page(browser, path(call)).status());

      browser = house.signedIn(DecidingHouse.person("zoe", "finance"), "/approvals");
      Map<String, String> out = DecidingHouse.form(house.page(browser, "/approvals"), "sign-out");
      assertEquals(403, house.post(browser, "/approvals/sign-out", Map.of()).status());
      assertEquals(200, house.post(browser, "/approvals/sign-out", out).status());
      assertEquals(303, house.page(browser, "/approvals").status());
    }
  }

  @Test
  void sendsNobodyAnywhereElse() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      for (String path :
          Set.of(
              "/approvals//evil.example",
              "/approvals/https:%2F%2Fevil.example",
              "/approvals/\\evil.example",
              "/approvals/01J00000000000000000000000/x")) {
        assertEquals(404, house.page(new DecidingHouse.Browser(), path).status(), path);
      }
    }
  }

  @Test
  void headersKeepPagesToThemselves() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"text\":\"\u202etxt.exe <img src=x onerror=alert(1)>\"}");
      var zoe = house.signedIn(DecidingHouse.person("zoe", "finance"), path(call));
      for (String path : Set.of("/approvals", path(call), "/approvals/nothing")) {
        Answer page = house.page(zoe, path);
        String policy = page.headers().getOrDefault("Content-Security-Policy", "");
        assertTrue(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy);
        assertTrue(policy.contains("form-action 'self'; frame-ancestors 'none'"), policy);
        assertEquals("DENY", page.headers().get("X-Frame-Options"));
        assertEquals("nosniff", page.headers().get("X-Content-Type-Options"));
        assertEquals("no-store", page.headers().get("Cache-Control"));
        assertFalse(page.body().contains("<img"), page.body());
        assertFalse(page.body().contains("\u202e"), page.body());
        assertFalse(page.body().contains(" style=\""), page.body());
      }
      Answer arguments = house.page(zoe, path(call) + "/arguments");
      assertEquals("text/plain; charset=utf-8", arguments.headers().get("Content-Type"));
      assertTrue(arguments.body().contains("\\u202etxt.exe <img"), arguments.body());
      String cookies = zoe.headers().getOrDefault("cookie", "");
      assertTrue(cookies.contains("__Host-gatehouse-approvals="), cookies);
    }
  }

  @Test
  void inLocalModeOnlyWhoHasTheKeyComesIn() throws Exception {
    PageKey key = PageKey.in(folder);
    Path file = folder.resolve("approvals-page.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String text = Files.readString(file).strip();
    assertTrue(PageKey.in(folder).isIt(text), "it is kept");
    try (DecidingHouse house = DecidingHouse.with(folder, new Entrance.ByKey(key, "olivia"))) {
      Approval call =
          house.held(
              "{\"amount\":500}", DecidingHouse.demand(1, false, "finance"), Optional.empty());
      Approval signedIn = house.held("{\"amount\":500}");
      DecidingHouse.Browser browser = new DecidingHouse.Browser();
      Answer asked = house.page(browser, path(call));
      assertEquals(200, asked.status());
      assertFalse(asked.body().contains("500"), asked.body());
      Map<String, String> form = DecidingHouse.form(asked, "/key");
      assertEquals(403, house.post(browser, "/approvals/key", with(form, "key", "wrong")).status());
      Answer in = house.post(browser, "/approvals/key", with(form, "key", text + "\n"));
      assertEquals(303, in.status());
      assertEquals(path(call), in.headers().get("Location"));
      Answer elsewhere =
          house.post(
              new DecidingHouse.Browser(),
              "/approvals/key",
              Map.of("key", text, "id", "//evil.example"));
      assertEquals("/approvals", elsewhere.headers().get("Location"));
      Answer done =
          house.post(
              browser,
              path(call) + "/approve",
              DecidingHouse.form(house.page(browser, path(call)), "/approve"));
      assertEquals(303, done.status(), done.body());
      Answer others = house.page(browser, path(signedIn));
      assertFalse(DecidingHouse.offers(others, "approve"), "who signed in asked for it");
      assertEquals("olivia", house.now(call).by().orElseThrow().name());
      assertEquals(401, house.asks("", "GET", "/api/approvals", "").status());
      assertEquals(401, house.asks("wrong", "GET", "/api/approvals", "").status());
      assertEquals(200, house.asks(text, "GET", "/api/approvals", "").status());
    }
    Files.writeString(file, "short");
    assertNotEquals("", messageOf(folder));
  }

  private static String messageOf(Path folder) {
    try {
      return "found " + PageKey.in(folder);
    } catch (java.io.IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void saysWhatToDoWhereNobodySignsIn() throws Exception {
    try (DecidingHouse house = DecidingHouse.with(folder, new Entrance.Nowhere())) {
      Approval call = house.held("{\"amount\":500}");
      Answer page = house.page(new DecidingHouse.Browser(), path(call));
      assertEquals(403, page.status());
      assertTrue(page.body().contains("gatehouse approvals show " + call.id()), page.body());
      assertFalse(page.body().contains("500"));
    }
  }
}
