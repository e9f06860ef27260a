package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Policies change while the gateway runs: as a whole, recorded, and never for bad files. */
@Isolated("times, threads or memory are measured")
class PolicyReloadTest {
  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final String PERMIT = "default: permit\n";
  private static final String REFUSE =
      "default: permit\nrules: [ { name: shut, refuse: \"shut\" } ]\n";
  private static final String MASK =
      "default: permit\nrules: [ { name: m, mask: { result: [ { detect: email } ] } } ]\n";
  private static final String BAD =
      "default: permit\nrules:\n  - name: oops\n    tols: [ \"*\" ]\n    refuse: \"x\"\n";

  @TempDir private Path folder;

  @Test
  void aCallIsDecidedByOneSetAndBadFilesReplaceNothing() throws Exception {
    try (FixtureUpstream upstream =
            FixtureUpstream.legacy()
                .tool("say", Answer.text("hello"))
                .tool("slow", new Answer.Late(SLOW, Answer.text("ada@example.com")));
        GatehouseProcess gateway = installed(upstream).serve();
        RawClient client = RawClient.modern(gateway.mcp())) {
      Path policy = folder.resolve("policy.yaml");
      String first = inForce(gateway);
      assertTrue(gateway.said().contains("in-force=" + first), gateway::said);

      // A call that is under way when the mask comes keeps the set that it began with.
      AtomicReference<String> slow = new AtomicReference<>("");
      Thread underWay =
          Thread.startVirtualThread(() -> slow.set(client.call("1", "up__slow", "{}").last()));
      await(() -> upstream.received("\"slow\"").size() == 1);
      replace(policy, MASK);
      await(() -> !inForce(gateway).equals(first));
      String masking = inForce(gateway);
      underWay.join();
      assertTrue(slow.get().contains("ada@example.com"), slow.get());
      assertTrue(client.call("2", "up__slow", "{}").last().contains("[masked:email]"));

      // While calls come and go, the file changes back and forth.
      Set<String> seen = underLoad(client, policy);
      assertEquals(Set.of("hello", "shut"), seen);

      // A bad file is told with its place, and changes nothing.
      replace(policy, MASK);
      await(() -> inForce(gateway).equals(masking));
      Files.writeString(policy, BAD);
      await(() -> gateway.said().contains("event=policies-rejected"));
      String said = gateway.said();
      assertTrue(said.contains("policy.yaml:4:5: unknown key `tols`"), said);
      assertTrue(said.lines().anyMatch(line -> line.matches("\\s*(\\d+ \\|)?.*\\^")), said);
      assertEquals(masking, inForce(gateway));
      assertTrue(health(gateway).getString("policyFiles").startsWith("rejected: 1 problem"));
      assertTrue(client.call("3", "up__say", "{}").last().contains("hello"));
      Finished ordered = Product.run(folder, "policy", "reload", "--config", "gatehouse.yaml");
      assertEquals(1, ordered.exitCode());
      assertTrue(ordered.err().contains("policy.yaml:4:5"), ordered.err());
    }
    assertEachExchangeHasOneSetThatWasRecordedBefore();
  }

  @Test
  void readsFilesAtOnceWhenHungUpOn() throws Exception {
    assumeTrue(
        hearsHangUps(), "this was started to ignore SIGHUP (nohup), and so are its children");
    try (FixtureUpstream upstream = FixtureUpstream.legacy();
        GatehouseProcess gateway = installed(upstream).serve()) {
      String first = inForce(gateway);
      Path policy = folder.resolve("policy.yaml");
      Files.writeString(policy, BAD);
      hangUp(gateway);
      await(() -> gateway.said().contains("event=policies-rejected by=SIGHUP"));
      replace(policy, PERMIT);
      await(() -> !health(gateway).containsKey("policyFiles"));
      hangUp(gateway);
      await(() -> gateway.said().contains("event=policies-unchanged by=SIGHUP"));
      assertEquals(first, inForce(gateway));
    }
  }

  /** Whether the first signal is none of those that are ignored, which children inherit. */
  private static boolean hearsHangUps() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        || Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .allMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) == 0);
  }

  @Test
  void followsTheLinkThatAConfigMapIsSwappedBy() throws Exception {
    Installation installation = new Installation(folder);
    try (FixtureUpstream upstream = FixtureUpstream.legacy().tool("say", Answer.text("hello"))) {
      Path configuration = installation.upstream("up", upstream.uri()).configuration();
      Path mount = Files.createDirectory(folder.resolve("mount"));
      Files.createSymbolicLink(mount.resolve("..data"), version(mount, "..1", PERMIT));
      Files.createSymbolicLink(mount.resolve("policy.yaml"), Path.of("..data/policy.yaml"));
      Files.writeString(
          configuration,
          Files.readString(configuration).replace("[ policy.yaml ]", "[ mount/policy.yaml ]"));
      try (GatehouseProcess gateway = GatehouseProcess.serve(folder);
          RawClient client = RawClient.modern(gateway.mcp())) {
        String first = inForce(gateway);
        assertTrue(client.call("1", "up__say", "{}").last().contains("hello"));
        Path fresh =
            Files.createSymbolicLink(mount.resolve("..tmp"), version(mount, "..2", REFUSE));
        Files.move(fresh, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        await(() -> !inForce(gateway).equals(first));
        assertTrue(client.call("2", "up__say", "{}").last().contains("shut"));
      }
    }
  }

  private Installation installed(FixtureUpstream upstream) {
    return new Installation(folder).policy(PERMIT).upstream("up", upstream.uri());
  }

  private static Path version(Path mount, String name, String text) throws IOException {
    Path version = Files.createDirectory(mount.resolve(name));
    Files.writeString(version.resolve("policy.yaml"), text);
    return version.getFileName();
  }

  private static Set<String> underLoad(RawClient client, Path policy) throws Exception {
    Set<String> seen = new HashSet<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread calling =
        Thread.startVirtualThread(
            () -> {
              for (int i = 100; !done.get(); i++) {
                String reply = client.call(String.valueOf(i), "up__say", "{}").last();
                seen.add(reply.contains("shut") ? "shut" : "hello");
              }
            });
    for (String text : List.of(REFUSE, PERMIT, REFUSE, PERMIT)) {
      replace(policy, text);
      Thread.sleep(700);
    }
    done.set(true);
    calling.join();
    return seen;
  }

  /** An exchange has one digest, and its set is in the log before it. */
  private void assertEachExchangeHasOneSetThatWasRecordedBefore() {
    ExportedLog log = ExportedLog.read(new Installation(folder).export("bundle"));
    Set<String> loaded = new HashSet<>();
    Map<String, String> sets = new HashMap<>();
    long rejected = 0;
    for (JsonObject entry : log.statements()) {
      String method = entry.getString("method", "");
      if (method.equals("policy.loaded")) {
        loaded.add(entry.getString("polhash"));
      } else if (method.equals("policy.rejected")) {
        rejected++;
      } else if (entry.containsKey("polhash") && entry.containsKey("ex")) {
        assertTrue(loaded.contains(entry.getString("polhash")), entry::toString);
        String before = sets.put(entry.getString("ex"), entry.getString("polhash"));
        assertTrue(before == null || before.equals(entry.getString("polhash")), entry::toString);
      }
    }
    assertTrue(sets.values().stream().distinct().count() >= 3, () -> sets.values().toString());
    assertTrue(sets.size() > 20, () -> "only " + sets.size() + " exchanges");
    assertTrue(rejected >= 2, "rejected " + rejected);
  }

  private static void replace(Path policy, String text) throws IOException {
    Path fresh = Files.writeString(policy.resolveSibling("policy.new"), text);
    Files.move(fresh, policy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void hangUp(GatehouseProcess gateway) throws Exception {
    Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(gateway.pid())).start();
    assertEquals(0, kill.waitFor());
    assertFalse(!gateway.isAlive(), gateway::said);
  }

  private static String inForce(GatehouseProcess gateway) {
    return health(gateway).getString("policies");
  }

  private static JsonObject health(GatehouseProcess gateway) {
    return RawClient.fetch(gateway.at("/health")).json();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertTrue(condition.getAsBoolean(), "did not happen within 30 seconds");
  }
}
