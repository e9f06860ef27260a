package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Originals that policy seals are in the log for the auditor with the key, byte for byte, and for
 * nobody else: a search finds nothing of them in any file, and the gateway has nothing to open them
 * with.
 */
class SealedTest {
  private static final List<String> CARD =
      List.of("4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111");

  private static final String POLICY =
      """
      default: permit
      rules:
        - name: hide cards
          tools: [ "*" ]
          mask: { result: [ { detect: payment-card } ], arguments: [ { detect: payment-card } ] }
        - name: the auditors see what was paid
          tools: [ "*__pay", "*__delete" ]
          seal: [ arguments, result ]
        - name: no deletes
          tools: [ "*__delete" ]
          refuse: "no"
      """;

  private static final String ARGUMENTS =
      "{ \"card\" : \"4111 1111 1111 1111\",\"n\":4111111111111111,\"x\":1.50,\"u\":\"\\u00e9\" }";

  private static final String RESULT =
      "{ \"content\":[{\"type\":\"text\",\"text\":\"paid with 4111-1111-1111-1111\"}],\"y\":1.0 }";

  private static final String PROGRESS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":$TOKEN,\"progress\":1,"
          + " \"message\":\"charging 4111 1111 1111 1111\"}}";

  @TempDir private Path folder;

  @Test
  void opensForTheAuditorAloneAndIsNowhereInClear() throws IOException {
    Path keys = Files.createDirectory(folder.resolve("auditors"));
    Product.run(keys, "seal-key", "jane").expecting(0);
    Product.run(keys, "seal-key", "eve").expecting(0);
    Path site = Files.createDirectory(folder.resolve("site"));
    Files.copy(keys.resolve("jane.public.jwk"), site.resolve("jane.public.jwk"));
    Installation installation =
        new Installation(site).policy(POLICY).recordings("seal-keys: jane.public.jwk");
    serveCalls(installation);

    Path bundle = installation.export("bundle");
    Product.run(site, "verify", "bundle").expecting(0);
    Product.run(site, "verify", "data").expecting(0);
    assertEquals(List.of(), Search.in(site, CARD), "nothing in clear, in any file");

    String jane = keys.resolve("jane.private.jwk").toString();
    for (String from : List.of("bundle", "data")) {
      Finished run = Product.run(site, "unseal", from, "--key", jane).expecting(0);
      assertOriginals(run.out().lines().map(SealedTest::json).toList());
    }

    String eve = keys.resolve("eve.private.jwk").toString();
    Finished wrong = Product.run(site, "unseal", "bundle", "--key", eve).expecting(1);
    assertEquals("", wrong.out());
    assertTrue(wrong.err().contains("nothing can be opened with the key "), wrong::err);

    tamper(bundle);
    Product.run(site, "verify", "bundle").expecting(1);
    Finished tampered = Product.run(site, "unseal", "bundle", "--key", jane).expecting(1);
    assertEquals("", tampered.out());
    assertTrue(tampered.err().contains("not what the entry commits to"), tampered::err);
  }

  @Test
  void doesNotStartWithAPrivateKeyOrWithoutAKey() throws IOException {
    Product.run(folder, "seal-key", "jane").expecting(0);
    Installation installation = new Installation(folder).policy(POLICY);
    try (FixtureUpstream upstream = FixtureUpstream.legacy()) {
      installation.upstream("shop", upstream.uri()).configuration();
      Finished without = Product.run(folder, "serve").expecting(2);
      assertTrue(without.err().contains("policy.yaml:8:11: `seal` needs the public key"));
      assertTrue(without.err().contains("gatehouse.yaml names none"), without::err);

      installation.recordings("seal-keys: jane.private.jwk").configuration();
      Finished secret = Product.run(folder, "serve").expecting(2);
      assertTrue(secret.err().contains("`jane.private.jwk` holds a private key"), secret::err);
      assertFalse(Files.exists(folder.resolve("data")), "nothing was begun");
    }
  }

  private static void serveCalls(Installation installation) {
    String late = "{\"jsonrpc\":\"2.0\",\"id\":$ID,\"result\":" + RESULT + "}";
    try (FixtureUpstream old =
            FixtureUpstream.legacy()
                .tool("pay", new Answer.Events(List.of(PROGRESS, late)))
                .tool("look", Answer.result(RESULT))
                .tool("delete", Answer.text("never"));
        FixtureUpstream young = FixtureUpstream.modern().tool("pay", Answer.result(RESULT))) {
      installation.upstream("old", old.uri()).upstream("young", young.uri());
      StringBuilder seen = new StringBuilder();
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp())) {
        seen.append(client.callWithProgress("1", "old__pay", ARGUMENTS).body());
        seen.append(client.call("2", "young__pay", ARGUMENTS).body());
        seen.append(client.call("3", "old__look", ARGUMENTS).body());
        seen.append(client.call("4", "old__delete", ARGUMENTS).body());
        seen.append(client.call("5", "young__pay", "{\"card\":\"none\"}").body());
        gateway.stop();
        seen.append(gateway.said());
      }
      seen.append(old.received("tools/call")).append(young.received("tools/call"));
      for (String card : CARD) {
        assertFalse(seen.toString().contains(card), "nobody on the way saw it");
      }
    }
  }

  /** In the order of the log; what was not masked, and what no rule seals, is not among them. */
  private static void assertOriginals(List<JsonObject> originals) {
    assertEquals(
        List.of(
            "request c2s",
            "event s2c",
            "response s2c",
            "request c2s",
            "response s2c",
            "request c2s",
            "response s2c"),
        originals.stream()
            .map(line -> line.getString("kind") + " " + line.getString("direction"))
            .toList());
    List<String> texts = originals.stream().map(line -> line.getString("original")).toList();
    for (int request : List.of(0, 3, 5)) {
      assertTrue(texts.get(request).contains(ARGUMENTS), texts.get(request));
    }
    assertTrue(texts.get(1).contains("1, \"message\":\"charging 4111 1111 1111 1111\"}}"));
    for (int response : List.of(2, 4, 6)) {
      assertTrue(texts.get(response).contains(RESULT), texts.get(response));
    }
    assertEquals(
        List.of(0, 0, 0, 1, 1, 2, 3),
        originals.stream()
            .map(line -> line.getString("exchange"))
            .map(originals.stream().map(o -> o.getString("exchange")).distinct().toList()::indexOf)
            .toList());
  }

  /** Changes the ciphertext of the first sealed original in an exported bundle. */
  private static void tamper(Path bundle) throws IOException {
    assertTrue(ExportedLog.read(bundle).statements().stream().anyMatch(e -> e.containsKey("seal")));
    Path payload = bundle.resolve("payload/000.jsonl");
    String text = Files.readString(payload);
    Matcher line =
        Pattern.compile("\"content\":\"([^\"]+)\",\"entry\":\\d+,\"part\":\"seal\"").matcher(text);
    assertTrue(line.find());
    byte[] jwe = Base64.getDecoder().decode(line.group(1));
    jwe[jwe.length - 40] ^= 1;
    String changed = Base64.getEncoder().encodeToString(jwe);
    Files.writeString(
        payload, text.substring(0, line.start(1)) + changed + text.substring(line.end(1)));
  }

  private static JsonObject json(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    }
  }
}
