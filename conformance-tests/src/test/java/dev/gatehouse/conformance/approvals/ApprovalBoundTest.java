package dev.gatehouse.conformance.approvals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.Issuer;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people approved is what runs: whatever differs from it in one byte, in who asks, in what the
 * tool is or in the policies is asked about anew, and the old grant does not do for it.
 */
class ApprovalBoundTest {
  private static final String AUDIENCE = "https://gatehouse.example.com/mcp";
  private static final String POLICY =
      """
      rules:
        - { name: leads look, tools: [ "up__*" ], approve: { groups: [ leads ] } }
      """;

  /** Callers are told at once to come back; what a tool says of itself may change. */
  private static final String SETTINGS =
      """
      approvals: { hold: 1s, applications: [ desk ] }
      pinning: warn
      """;

  private static final String APPROVED = "{\"to\":\"paypal\",\"amount\":10.0}";

  /** The same to whoever only looks, or to a reader of JSON. */
  private static final Map<String, String> OTHER_ARGUMENTS = new LinkedHashMap<>();

  static {
    OTHER_ARGUMENTS.put("one byte", "{\"to\":\"paypam\",\"amount\":10.0}");
    OTHER_ARGUMENTS.put("key order", "{\"amount\":10.0,\"to\":\"paypal\"}");
    OTHER_ARGUMENTS.put("number spelling", "{\"to\":\"paypal\",\"amount\":10.00}");
    OTHER_ARGUMENTS.put("exponent", "{\"to\":\"paypal\",\"amount\":1e1}");
    OTHER_ARGUMENTS.put("look-alike", "{\"to\":\"p\u0430ypal\",\"amount\":10.0}");
    OTHER_ARGUMENTS.put("escape", "{\"to\":\"\\u0070aypal\",\"amount\":10.0}");
    OTHER_ARGUMENTS.put("hidden", "{\"to\":\"pay\u200bpal\",\"amount\":10.0}");
    OTHER_ARGUMENTS.put("white space", "{\"to\": \"paypal\",\"amount\":10.0}");
    OTHER_ARGUMENTS.put("one more", "{\"to\":\"paypal\",\"amount\":10.0,\"note\":null}");
  }

  private static final String TWICE = "{\"to\":\"paypal\",\"amount\":10.0,\"amount\":9999.0}";
  private static final Pattern ID = Pattern.compile("approval ([0-9A-Z]{26})");

  @TempDir private Path folder;

  private final Issuer issuer = new Issuer();
  private final List<String> ids = new ArrayList<>();

  @Test
  void anyDifferenceIsANewRequest() throws Exception {
    try (issuer;
        FixtureUpstream upstream = FixtureUpstream.legacy()) {
      says(upstream, "Pays.");
      upstream.tool("pay", Answer.text("paid"));
      Installation installation =
          new Installation(folder)
              .policy(POLICY)
              .identity(identity())
              .more(SETTINGS)
              .upstream("up", upstream.uri());
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        Caller ada = new Caller(client, token("ada", "agents", "desktop"));
        Caller bob = new Caller(client, token("bob", "agents", "desktop"));
        Approver lead = Approver.with(folder, token("cleo", "leads", "desk"));

        // What was approved runs, once.
        lead.approve(asked(ada.call(APPROVED)));
        assertTrue(ada.call(APPROVED).contains("paid"));
        assertEquals(1, upstream.calls());
        String granted = asked(ada.call(APPROVED));
        lead.approve(granted);

        OTHER_ARGUMENTS.forEach(
            (what, arguments) -> assertNew("arguments", ada.call(arguments), what));
        assertTwice(ada.call(TWICE));
        // Nobody is told that others have asked for the same.
        asked(bob.call(APPROVED));

        says(upstream, "Pays twice.");
        assertNew("tool definition", ada.call(APPROVED), "tool definition");
        says(upstream, "Pays.");

        assertEquals("granted", lead.show(granted).getString("state"));
        reload(gateway, "default: refuse\n" + POLICY);
        assertNew("policy", ada.call(APPROVED), "policy");

        assertEquals(1, upstream.calls(), "nothing else ran");
        lead.awaiting(granted, row -> row.getString("state").equals("revoked"));
        assertTrue(lead.read(granted).contains("the policies changed"), "and why is shown");
        assertShown(lead);
      }
      installation.verify().expecting(0);
    }
  }

  /** Somebody with a token. */
  private record Caller(RawClient client, String token) {
    /** Calls with these arguments, spelled so. */
    String call(String arguments) {
      Map<String, String> headers =
          Map.of(
              "Authorization",
              "Bearer " + token,
              "Mcp-Method",
              "tools/call",
              "Mcp-Name",
              "up__pay");
      return client.post(client.callBody("1", "up__pay", arguments), headers).last();
    }
  }

  /** A new approval waits for this call; its id. */
  private String asked(String reply) {
    assertTrue(reply.contains("waits for approval"), reply);
    Matcher matcher = ID.matcher(reply);
    assertTrue(matcher.find(), reply);
    assertFalse(ids.contains(matcher.group(1)), () -> "it is not new: " + reply);
    ids.add(matcher.group(1));
    return ids.getLast();
  }

  private void assertNew(String because, String reply, String what) {
    asked(reply);
    assertTrue(
        reply.contains("not the same as in the last request") && reply.contains(because),
        () -> what + ": " + reply);
  }

  /** What an upstream would make of it nobody knows: it is asked anew, or refused. */
  private void assertTwice(String reply) {
    if (reply.contains("waits for approval")) {
      assertNew("arguments", reply, "duplicate keys");
    } else {
      assertTrue(reply.contains("\"error\"") || reply.contains("\"isError\":true"), reply);
    }
  }

  /** Whoever decides reads how the latest differs from what was decided before. */
  private void assertShown(Approver lead) {
    List<JsonObject> all = lead.all();
    assertEquals(ids.size(), all.size());
    assertTrue(lead.read(ids.getLast()).contains("Same arguments"), "what was asked before");
    String lookAlike =
        lead.read(ids.get(2 + List.copyOf(OTHER_ARGUMENTS.keySet()).indexOf("look-alike")));
    assertTrue(lookAlike.contains("<mixed: Latin, Cyrillic>"), lookAlike);
  }

  private static void says(FixtureUpstream upstream, String description) {
    upstream.method(
        "tools/list",
        Answer.result(
            "{\"tools\":[{\"name\":\"pay\",\"description\":\"%s\",\"inputSchema\":{\"type\":\"object\"}}]}"
                .formatted(description)));
  }

  private void reload(GatehouseProcess gateway, String policy)
      throws IOException, InterruptedException {
    String before = policies(gateway);
    Path fresh = Files.writeString(folder.resolve("policy.new"), policy);
    Files.move(
        fresh,
        folder.resolve("policy.yaml"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    long end = System.nanoTime() + 30_000_000_000L;
    while (policies(gateway).equals(before)) {
      assertTrue(System.nanoTime() < end, "the policies were not read within 30 seconds");
      Thread.sleep(20);
    }
  }

  private static String policies(GatehouseProcess gateway) {
    return RawClient.fetch(gateway.at("/health")).json().getString("policies");
  }

  private String identity() {
    return """
    identity:
      mode: oidc
      issuers:
        acme: { issuer: "%s", audience: "%s" }
    """
        .formatted(issuer.uri(), AUDIENCE);
  }

  private String token(String person, String group, String application) {
    JsonObject claims =
        Json.createObjectBuilder()
            .add("groups", Json.createArrayBuilder().add(group))
            .add("client_id", application)
            .build();
    return issuer.token(AUDIENCE, person, claims);
  }
}
