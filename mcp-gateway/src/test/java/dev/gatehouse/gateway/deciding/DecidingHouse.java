package dev.gatehouse.gateway.deciding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.Surroundings;
import dev.gatehouse.gateway.identity.Actor;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.identity.RoleGrants;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.Handles;
import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Grants;
import dev.gatehouse.policies.Need;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pages and the programs' side on real tables, with people whom a sign-in names. */
final class DecidingHouse implements AutoCloseable {
  static final URI BASE = URI.create("https://gate.example/");
  static final String ISSUER = "https://gate.example";
  static final String PAGES = "gatehouse-approvals";

  private static final Pattern FORM =
      Pattern.compile("(?s)<form method=\"post\" action=\"([^\"]+)\">(.*?)</form>");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

  /** What peers tried that was refused. */
  final List<String> refused = new CopyOnWriteArrayList<>();

  final Approvals approvals;
  final Delegations delegations;
  final ApprovalPages pages;
  final ApprovalsApi api;
  private final EntryLog log;
  private volatile Duration passed = Duration.ZERO;

  /** Who signs in next. */
  volatile Principal before = person("zoe", "finance");

  private DecidingHouse(Path folder, boolean asksRoles, Optional<Entrance> other) throws Exception {
    log = EntryLog.open(LogSettings.of(folder).withFreeBytesMin(0), new Boot("test", "none"));
    InstantSource clock = () -> Instant.now().plus(passed);
    approvals =
        Approvals.inFile(
            folder.resolve("approvals.db"),
            new Surroundings(
                log.secret("approvals"),
                "gateway",
                Duration.ofMinutes(10),
                (_, _) -> {},
                (_, _) -> {},
                clock));
    approvals.open();
    delegations = Delegations.inFile(folder.resolve("delegations.db"), log, clock);
    Entrance entrance = other.orElseGet(() -> new Entrance.BySignin(door()));
    Set<String> own = Set.of(PAGES, "gatehouse-login");
    Viewers viewers =
        new Viewers(new Deciders(Optional.of(ISSUER), own, Set.of("desk")), asksRoles);
    pages =
        new ApprovalPages(
            log,
            approvals,
            delegations,
            words -> words.replace("4111-1111", "[hidden]"),
            entrance,
            viewers,
            () -> Optional.of(BASE),
            (_, word) -> refused.add(word),
            clock);
    api =
        new ApprovalsApi(
            log,
            approvals,
            delegations,
            words -> words.replace("4111-1111", "[hidden]"),
            entrance,
            DecidingHouse::identified,
            viewers,
            () -> Optional.of(BASE),
            (_, word) -> refused.add(word),
            clock);
  }

  static DecidingHouse in(Path folder) throws Exception {
    return new DecidingHouse(folder, false, Optional.empty());
  }

  static DecidingHouse withRoles(Path folder) throws Exception {
    return new DecidingHouse(folder, true, Optional.empty());
  }

  static DecidingHouse with(Path folder, Entrance entrance) throws Exception {
    return new DecidingHouse(folder, false, Optional.of(entrance));
  }

  /** Time goes by. */
  void pass(Duration time) {
    passed = passed.plus(time);
  }

  private Entrance.Door door() {
    return new Entrance.Door() {
      @Override
      public String address(String redirect, String state, String challenge) {
        return "https://gate.example/signin/authorize?redirect_uri=" + redirect + "&state=" + state;
      }

      @Override
      public Optional<Principal> principal(
          String code, String redirect, String verifier, String peer) {
        return code.equals("good") && redirect.equals(ISSUER + "/approvals/signed-in")
            ? Optional.of(before)
            : Optional.empty();
      }
    };
  }

  /** Tokens here say in clear who has them: name, groups, application and actor. */
  private static Identification identified(Credentials credentials) {
    if (credentials.token().isEmpty() || !credentials.token().get().text().contains(";")) {
      return new Identification.Challenged(401, "Bearer resource_metadata=\"x\"", "no-token");
    }
    String[] parts = credentials.token().get().text().split(";", -1);
    return new Identification.Known(
        principal(parts[0], List.of(parts[1].split(",")), parts[2], parts[3]));
  }

  static Principal person(String name, String... groups) {
    return principal(name, List.of(groups), PAGES, "");
  }

  private static Principal principal(
      String name, List<String> groups, String application, String actor) {
    return new Principal(
        name,
        Optional.of(ISSUER),
        groups,
        new RoleGrants(
                Map.of(
                    dev.gatehouse.gateway.identity.Role.APPROVER,
                    List.of("approvers"),
                    dev.gatehouse.gateway.identity.Role.AUDITOR,
                    List.of("auditors")))
            .of(groups),
        Set.of(),
        Optional.of(application),
        actor.isEmpty() ? List.of() : List.of(new Actor(actor, Optional.empty())),
        JsonValue.EMPTY_JSON_OBJECT,
        Optional.empty(),
        true);
  }

  static Demand demand(int quorum, boolean justify, String... groups) {
    return new Demand(
        "large refunds",
        List.of(groups),
        Need.ANY,
        quorum,
        Duration.ofMinutes(30),
        new Grants.Once(Duration.ofMinutes(5)),
        justify,
        Optional.empty(),
        Optional.empty(),
        List.of("oncall"));
  }

  /** A call of ann's that waits for finance. */
  Approval held(String arguments) throws Exception {
    return held(arguments, demand(1, false, "finance"));
  }

  Approval held(String arguments, Demand demand) throws Exception {
    return held(arguments, demand, Optional.of(ISSUER));
  }

  Approval held(String arguments, Demand demand, Optional<String> issuer) throws Exception {
    Requester ann =
        new Requester(
            "ann",
            issuer,
            List.of(new Actor("agent-7", Optional.empty())),
            Optional.of("assistant"),
            Optional.of("Assistant 1.0"));
    return approvals
        .ask(
            new Request(
                new Binding(
                    ann.caller(),
                    "billing",
                    "tools/call",
                    "refund",
                    Handles.digest(arguments),
                    "d".repeat(64),
                    "e".repeat(64),
                    "f".repeat(64)),
                ann,
                Optional.of("Pays money back. <b>Trust me</b>"),
                arguments,
                "{}",
                List.of(demand),
                List.of(new Reason("large refunds", "approve", "more than 100")),
                "01J00000000000000000000000",
                ""))
        .approval();
  }

  /** How many entries its log has. */
  long entries() {
    return log.size();
  }

  Approval now(Approval approval) throws Exception {
    return approvals.find(approval.id()).orElseThrow();
  }

  Answer page(Browser browser, String path) {
    int query = path.indexOf('?');
    return browser.seen(
        pages.answer(
            new Asked(
                "GET",
                query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1),
                browser.headers(),
                "",
                "192.0.2.1")));
  }

  Answer post(Browser browser, String path, Map<String, String> form) {
    Map<String, String> headers = new TreeMap<>(browser.headers());
    headers.put("content-type", "application/x-www-form-urlencoded");
    return browser.seen(
        pages.answer(new Asked("POST", path, "", headers, encoded(form), "192.0.2.1")));
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** Somebody signs in, and comes to where they wanted. */
  Browser signedIn(Principal principal, String path) {
    Browser browser = new Browser();
    Answer sent = page(browser, path);
    before = principal;
    Answer back = page(browser, "/approvals/signed-in?code=good&state=" + state(sent));
    if (back.status() != 303 || !path.equals(back.headers().get("Location"))) {
      throw new AssertionError(back.status() + " " + back.headers() + back.body());
    }
    return browser;
  }

  static String state(Answer sent) {
    String location = sent.headers().getOrDefault("Location", "");
    return location.substring(location.indexOf("state=") + "state=".length());
  }

  /** The fields of the form of a page that goes there. */
  static Map<String, String> form(Answer page, String action) {
    Matcher form = FORM.matcher(page.body());
    while (form.find()) {
      if (form.group(1).endsWith(action)) {
        Map<String, String> fields = new TreeMap<>();
        Matcher hidden = HIDDEN.matcher(form.group(2));
        while (hidden.find()) {
          fields.put(hidden.group(1), hidden.group(2));
        }
        return fields;
      }
    }
    throw new AssertionError("no form for " + action + ": " + page.status() + page.body());
  }

  static boolean offers(Answer page, String action) {
    return page.body().contains("/" + action + "\">");
  }

  /** What somebody's program asks. */
  Answer asks(String token, String method, String path, String body) {
    int query = path.indexOf('?');
    Map<String, String> headers = new TreeMap<>();
    if (!token.isEmpty()) {
      headers.put("authorization", "Bearer " + token);
    }
    headers.put("content-type", "application/json");
    return api.answer(
        new Asked(
            method,
            query < 0 ? path : path.substring(0, query),
            query < 0 ? "" : path.substring(query + 1),
            headers,
            body,
            "192.0.2.1"));
  }

  static String token(String name, String groups) {
    return name + ";" + groups + ";gatehouse-login;";
  }

  static JsonObject json(Answer answer) {
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  /** Its cookies. */
  static final class Browser {
    private final Map<String, String> cookies = new TreeMap<>();

    private Answer seen(Answer answer) {
      for (String cookie : answer.cookies()) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
      return answer;
    }

    Map<String, String> headers() {
      return cookies.isEmpty()
          ? Map.of()
          : Map.of(
              "cookie",
              cookies.entrySet().stream()
                  .map(each -> each.getKey() + "=" + each.getValue())
                  .collect(Collectors.joining("; ")));
    }
  }

  @Override
  public void close() {
    approvals.close();
    delegations.close();
    log.close();
  }
}
