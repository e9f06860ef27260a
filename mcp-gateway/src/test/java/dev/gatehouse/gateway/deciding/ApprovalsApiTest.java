package dev.gatehouse.gateway.deciding;

import static dev.gatehouse.gateway.deciding.DecidingHouse.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Programs decide for people, as far as the document says and no further. */
class ApprovalsApiTest {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static final String ZOE = token("zoe", "finance");

  @TempDir private Path folder;

  private static JsonObject document() throws Exception {
    Path file = Path.of("../docs/api/approvals.yaml");
    Object read = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    Map<String, Object> members = new TreeMap<>();
    ((Map<?, ?>) read).forEach((name, value) -> members.put(String.valueOf(name), value));
    return Json.createObjectBuilder(members).build();
  }

  /** The answer, if it is as the document says. */
  private static JsonObject fitting(String name, Answer answer) throws Exception {
    String schema =
        Json.createObjectBuilder(document())
            .add("$ref", "#/components/schemas/" + name)
            .build()
            .toString();
    var errors =
        SCHEMAS.getSchema(schema, InputFormat.JSON).validate(answer.body(), InputFormat.JSON);
    assertEquals("[]", errors.toString(), answer.body());
    return DecidingHouse.json(answer);
  }

  private static String path(Approval approval) {
    return "/api/approvals/" + approval.id();
  }

  private static JsonObject problem(int status, String type, Answer answer) throws Exception {
    assertEquals(status, answer.status(), answer.body());
    assertEquals("application/problem+json", answer.headers().get("Content-Type"));
    JsonObject json = fitting("Problem", answer);
    assertEquals("urn:gatehouse:problem:" + type, json.getString("type"));
    assertEquals(status, json.getInt("status"));
    return json;
  }

  private static String approving(Approval approval) {
    return "{\"seen\":\"%s\",\"reason\":\"ticket 7\"}".formatted(approval.seen());
  }

  @Test
  void listsShowsAndApproves() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":5.00}");
      JsonObject list =
          fitting("Listed", house.asks(ZOE, "GET", "/api/approvals?state=pending", ""));
      assertEquals(1, list.getJsonArray("approvals").size());
      assertFalse(list.toString().contains("5.00"), "arguments are in no list");

      JsonObject shown = fitting("Approval", house.asks(ZOE, "GET", path(call), ""));
      assertEquals("{\"amount\":5.00}", shown.getString("arguments"));
      assertEquals(call.seen(), shown.getString("seen"));
      List<String> may = shown.getJsonArray("may").getValuesAs(JsonString::getString);
      assertEquals(List.of("approve", "deny", "change"), may);

      Answer done = house.asks(ZOE, "POST", path(call) + "/approve", approving(call));
      assertEquals(200, done.status(), done.body());
      assertEquals("granted", fitting("Approval", done).getString("state"));
      JsonObject again =
          problem(
              409, "conflict", house.asks(ZOE, "POST", path(call) + "/approve", approving(call)));
      assertTrue(again.getString("detail").contains("granted already"), again.toString());
    }
  }

  @Test
  void everyActIsOneOfTheDocuments() throws Exception {
    Set<String> paths = new TreeSet<>(document().getJsonObject("paths").keySet());
    Set<String> acts = new TreeSet<>(Set.of("/api/approvals", "/api/approvals/{id}"));
    for (Act act : Act.values()) {
      acts.add("/api/approvals/{id}/" + act.word());
    }
    assertEquals(acts, paths);
    assertEquals(
        Set.of(Act.values()).stream().map(Act::word).collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(
            document()
                .getValue("/components/schemas/Act/enum")
                .asJsonArray()
                .getValuesAs(JsonString::getString)));
  }

  @Test
  void doesEachAct() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}", DecidingHouse.demand(2, true, "finance"));
      String ann = token("ann", "staff");
      problem(409, "conflict", house.asks(ZOE, "POST", path(call) + "/approve", approving(call)));
      fitting(
          "Approval", house.asks(ann, "POST", path(call) + "/justify", "{\"text\":\"a case\"}"));
      call = house.now(call);
      fitting("Approval", house.asks(ZOE, "POST", path(call) + "/approve", approving(call)));
      fitting("Approval", house.asks(ZOE, "POST", path(call) + "/retract", "{}"));
      assertTrue(house.now(call).votes().isEmpty());
      String change =
          "{\"seen\":\"%s\",\"arguments\":{\"amount\": 5e1}}".formatted(house.now(call).seen());
      JsonObject changed =
          fitting("Approval", house.asks(ZOE, "POST", path(call) + "/change", change));
      assertEquals("{\"amount\": 5e1}", changed.getString("arguments"));
      assertEquals("{\"amount\":500}", changed.getJsonObject("changed").getString("before"));
      String glass = "{\"seen\":\"%s\",\"reason\":\"outage\"}".formatted(changed.getString("seen"));
      fitting(
          "Approval",
          house.asks(token("olga", "oncall"), "POST", path(call) + "/break-glass", glass));
      assertTrue(house.now(call).glassBroken());
      fitting("Approval", house.asks(ZOE, "POST", path(call) + "/revoke", "{\"reason\":\"over\"}"));
      assertEquals(State.REVOKED, house.now(call).state());

      Approval second = house.held("{\"amount\":1}");
      fitting("Approval", house.asks(ZOE, "POST", path(second) + "/deny", "{\"reason\":\"no\"}"));
      Approval third = house.held("{\"amount\":2}");
      fitting("Approval", house.asks(ann, "POST", path(third) + "/withdraw", ""));
      assertEquals(State.WITHDRAWN, house.now(third).state());
    }
  }

  @Test
  void refusesWhatWasNotSeen() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      Person max = new Person("max", Optional.of(DecidingHouse.ISSUER), Set.of("finance"), false);
      house.approvals.happened(
          call.id(), new Event.Narrowed(max, "{\"amount\":9}", "", house.now(call).seen()));
      JsonObject stale =
          problem(409, "stale", house.asks(ZOE, "POST", path(call) + "/approve", approving(call)));
      assertEquals("{\"amount\":9}", stale.getJsonObject("approval").getString("arguments"));
      assertTrue(house.now(call).votes().isEmpty());
    }
  }

  @Test
  void agentsSeeTheirOwnAndDecideNothing() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      for (String token :
          List.of(
              "zoe;finance;assistant;",
              "zoe;finance;gatehouse-login;agent-7",
              "zoe;finance;r-claimed-gatehouse-login;")) {
        problem(404, "missing", house.asks(token, "GET", path(call), ""));
        problem(
            404, "missing", house.asks(token, "POST", path(call) + "/approve", approving(call)));
        assertEquals(
            0,
            fitting("Listed", house.asks(token, "GET", "/api/approvals", ""))
                .getJsonArray("approvals")
                .size());
      }
      String own = "ann;finance;assistant;agent-7";
      assertEquals(200, house.asks(own, "GET", path(call), "").status());
      problem(403, "forbidden", house.asks(own, "POST", path(call) + "/approve", approving(call)));
      problem(
          403, "forbidden", house.asks(own, "POST", path(call) + "/deny", "{\"reason\":\"mine\"}"));
      // A program that the configuration names decides.
      assertEquals(
          200,
          house
              .asks("zoe;finance;desk;", "POST", path(call) + "/approve", approving(call))
              .status());
      assertEquals(State.GRANTED, house.now(call).state());
    }
  }

  @Test
  void neverWhoAskedNorWhoIsBehindTheAgent() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      problem(
          409,
          "conflict",
          house.asks(token("ann", "finance"), "POST", path(call) + "/approve", approving(call)));
      problem(
          409,
          "conflict",
          house.asks(
              token("agent-7", "finance"), "POST", path(call) + "/approve", approving(call)));
      problem(
          403,
          "forbidden",
          house.asks(ZOE, "POST", path(call) + "/withdraw", "{\"reason\":\"not mine\"}"));
      assertEquals(State.PENDING, house.now(call).state());
    }
  }

  @Test
  void refusesWhatIsNotAsTheDocumentSays() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      problem(401, "unauthenticated", house.asks("", "GET", path(call), ""));
      assertEquals(
          "Bearer resource_metadata=\"x\"",
          house.asks("", "GET", path(call), "").headers().get("WWW-Authenticate"));
      for (String query :
          List.of(
              "state=open", "mine=1", "before=x", "limit=5", "state=pending&state=used", "x=%zz")) {
        problem(400, "bad-request", house.asks(ZOE, "GET", "/api/approvals?" + query, ""));
      }
      for (String body :
          List.of(
              "",
              "[]",
              "{",
              "{\"seen\":1}",
              "{\"reason\":\"x\"}",
              "{\"seen\":\"a\",\"seen\":\"b\"}",
              "{\"seen\":\"a\",\"approve\":true}",
              "{\"seen\":\"a\",\"text\":\"x\"}",
              "{\"seen\":\"a\",\"arguments\":{}}")) {
        problem(400, "bad-request", house.asks(ZOE, "POST", path(call) + "/approve", body));
      }
      problem(405, "not-allowed", house.asks(ZOE, "GET", path(call) + "/approve", ""));
      problem(405, "not-allowed", house.asks(ZOE, "DELETE", path(call), ""));
      problem(405, "not-allowed", house.asks(ZOE, "POST", "/api/approvals", "{}"));
      problem(404, "missing", house.asks(ZOE, "POST", path(call) + "/grant", "{}"));
      problem(404, "missing", house.asks(ZOE, "GET", "/api/approvals/../../etc", ""));
      problem(
          413,
          "too-large",
          house.asks(
              ZOE,
              "POST",
              path(call) + "/approve",
              "{\"reason\":\"%s\"}".formatted("x".repeat(300_000))));
      Answer form =
          house.api.answer(
              new Asked(
                  "POST",
                  path(call) + "/approve",
                  "",
                  Map.of("authorization", "Bearer " + ZOE, "content-type", "text/plain"),
                  approving(call),
                  "192.0.2.1"));
      problem(415, "no-json", form);
      assertEquals(State.PENDING, house.now(call).state());
    }
  }

  @Test
  void nobodyDecidesFasterThanPeopleRead() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      Approval call = house.held("{\"amount\":500}");
      for (int i = 0; i < 60; i++) {
        house.asks(ZOE, "POST", path(call) + "/retract", "{}");
      }
      Answer more = house.asks(ZOE, "POST", path(call) + "/approve", approving(call));
      problem(429, "too-many", more);
      assertEquals("60", more.headers().get("Retry-After"));
      assertEquals(
          200,
          house
              .asks(token("max", "finance"), "POST", path(call) + "/approve", approving(call))
              .status());
    }
  }

  @Test
  void pagesThroughMoreThanAList() throws Exception {
    try (DecidingHouse house = DecidingHouse.in(folder)) {
      for (int i = 0; i < 60; i++) {
        house.held("{\"amount\":" + i + "}");
      }
      JsonObject first = fitting("Listed", house.asks(ZOE, "GET", "/api/approvals", ""));
      assertEquals(50, first.getJsonArray("approvals").size());
      JsonObject second =
          fitting(
              "Listed",
              house.asks(ZOE, "GET", "/api/approvals?before=" + first.getString("before"), ""));
      assertEquals(10, second.getJsonArray("approvals").size());
      assertFalse(second.containsKey("before"));
    }
  }
}
