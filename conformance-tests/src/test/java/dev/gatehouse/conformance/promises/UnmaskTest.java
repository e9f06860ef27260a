package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value that a mask made a token of is the same token for everybody and for good, in no file in
 * clear, and shown to those alone who say why.
 */
class UnmaskTest {
  private static final List<String> MAIL =
      List.of("planted.person@example.com", "planted.other@example.com");

  private static final Pattern TOKEN = Pattern.compile("\\[email:t:[0-9a-f]{24}]");

  private static final String POLICY =
      """
      default: permit
      rules:
        - name: mail by token
          tools: [ up__find, up__tell ]
          mask:
            result: [ { detect: email, as: token } ]
            arguments: [ { detect: email, as: token } ]
      """;

  private static final int CALLS_BEFORE_KILL = 25;

  /** The caller ends by itself where the kill does not come. */
  private static final int CALLS_MAX = 400;

  @TempDir private Path folder;

  @Test
  void tokensStayTheSameAndAreShownForAReasonOnly() throws IOException {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation =
          new Installation(folder).policy(POLICY).upstream("up", upstream.uri());
      String ada;
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        List<String> found = tokens(client.call("1", "up__find", "{}").body());
        ada = found.getFirst();
        assertEquals(List.of(ada, ada), found.subList(0, 2), "in the text and in the object");
        assertNotEquals(ada, found.get(2));
        String arguments = "{\"to\":\"Planted.Person@example.com\"}";
        client.call("2", "up__tell", arguments);
        String told = upstream.received("\"tools/call\"").getLast();
        assertFalse(told.contains("lanted"), told);
        assertEquals(ada, tokens(told).getFirst());

        // Beside the running gateway, which does it.
        Finished shown = unmask(ada, "--reason", "case 17").expecting(0);
        assertEquals(ada + " " + MAIL.getFirst() + "\n", shown.out());
        assertEquals("", unmask(ada).expecting(2).out());
        assertFalse(gateway.said().contains("planted"), gateway::said);
      }
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.legacy(gateway.mcp())) {
        assertEquals(ada, tokens(client.call("3", "up__find", "{}").body()).getFirst());
      }
      assertFalse(Search.in(installation.data(), List.of(ada)).isEmpty(), "the search finds");
      Product.run(folder, "erase", "--token", ada, "--reason", "asked for").expecting(0);
      assertEquals("", unmask(ada, "--reason", "again").expecting(1).out());

      assertEquals(List.of(), Search.in(folder, MAIL), "in clear nowhere");
      assertRecorded(Product.run(folder, "log", "--json").expecting(0).out());
    }
  }

  @Test
  void aVaultThatCannotBeWrittenKeepsTheCallsThatNeedItAndNoOthers() throws IOException {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation =
          new Installation(folder).policy(POLICY).upstream("up", upstream.uri());
      Files.createDirectories(installation.data());
      Files.writeString(installation.data().resolve("vault.db"), "no database, but some text");
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        String result = client.call("1", "up__find", "{}").body();
        assertTrue(result.contains("cannot be hidden"), result);
        String refused = client.call("2", "up__tell", "{\"to\":\"" + MAIL.get(0) + "\"}").body();
        assertEquals(1, upstream.received("\"tools/call\"").size(), "the second never left");
        assertTrue(client.call("3", "up__plain", "{}").body().contains("nobody"));
        for (String body : List.of(result, refused)) {
          assertFalse(body.contains("planted"), body);
          assertEquals(List.of(), tokens(body));
        }
      }
      String recorded = Product.run(folder, "log", "--json").expecting(0).out();
      assertTrue(recorded.contains("the vault of tokens cannot be written"), recorded);
      assertEquals(List.of(), Search.in(folder, MAIL));
    }
  }

  /** Shows the order of writes; that each is on the disk, a kill cannot show. */
  @Test
  void everyTokenThatWasRecordedStandsForItsValueAfterAKill() throws Exception {
    try (FixtureUpstream upstream = upstream()) {
      Installation installation =
          new Installation(folder).policy(POLICY).upstream("up", upstream.uri());
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        Thread caller = Thread.startVirtualThread(() -> callUntilKilled(client));
        while (upstream.calls() < CALLS_BEFORE_KILL) {
          Thread.sleep(1);
        }
        gateway.kill();
        caller.join();
      }
      String log = Product.run(folder, "log", "--json", "--last", "1000").expecting(0).out();
      Set<String> tokens = new TreeSet<>(tokens(log));
      assertTrue(tokens.size() >= CALLS_BEFORE_KILL, log);
      Files.write(folder.resolve("tokens"), tokens);
      List<String> shown =
          unmask("@tokens", "--reason", "after the kill").expecting(0).out().lines().toList();
      assertEquals(tokens.size(), shown.size());
      for (String line : shown) {
        assertTrue(line.matches(TOKEN + " person[0-9]+@example[.]com"), line);
      }
    }
  }

  private static void callUntilKilled(RawClient client) {
    try {
      for (int i = 0; i < CALLS_MAX; i++) {
        client.call("" + i, "up__tell", "{\"to\":\"person" + i + "@example.com\"}");
      }
    } catch (UncheckedIOException e) {
      // The gateway was killed under it.
    }
  }

  private static FixtureUpstream upstream() {
    return FixtureUpstream.legacy()
        .tool(
            "find",
            Answer.result(
                "{\"content\":[{\"type\":\"text\",\"text\":\"%1$s\"}],\"structuredContent\":{\"a\":\"%1$s\",\"b\":\"%2$s\"}}"
                    .formatted(MAIL.get(0), MAIL.get(1))))
        .tool("tell", Answer.text("told"))
        .tool("plain", Answer.text("nobody"));
  }

  private static List<String> tokens(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  private Finished unmask(String token, String... more) {
    List<String> line = new ArrayList<>(List.of("unmask"));
    line.addAll(List.of(more));
    line.add(token);
    return Product.run(folder, line.toArray(String[]::new));
  }

  /** The looks and the erasure with their reasons, and no look more. */
  private static void assertRecorded(String log) {
    List<String> looks =
        log.lines().filter(line -> line.contains("\"method\":\"unmask\"")).toList();
    assertEquals(2, looks.size(), log);
    assertTrue(looks.getFirst().contains("case 17"), log);
    assertTrue(looks.getLast().contains("again"), log);
    String erasure =
        log.lines().filter(line -> line.contains("\"tokens.erase\"")).findFirst().orElse("");
    assertTrue(erasure.contains("asked for"), log);
  }
}
