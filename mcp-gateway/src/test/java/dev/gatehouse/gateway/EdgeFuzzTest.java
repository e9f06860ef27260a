package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strangers at the front, and a server behind that answers by chance: each request gets an answer,
 * none a fault of ours, what is refused is refused as the specification says, what is recorded
 * verifies and is not much, and nothing is left of it.
 *
 * <p>The system property {@code gatehouse.fuzz.seconds} says how long it goes on, some seconds
 * without it.
 */
class EdgeFuzzTest {
  private static final int SECONDS = 5;
  private static final int CALLERS = 6;

  /** A call may be preceded by a list, and hear what its server says before the reply. */
  private static final int ENTRIES_EACH_MAX = 16;

  private static final Duration LEFT_WITHIN = Duration.ofSeconds(20);
  private static final Pattern CODE = Pattern.compile("\"error\":\\{\"code\":(-?[0-9]+)");

  @TempDir private Path folder;

  private static Configuration configuration(Path folder, WildServer wild, WildServer calm)
      throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "default: permit\n");
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:0
            recordings: { directory: data }
            policies: policy.yaml
            upstreams:
              wild: { url: "%s", timeout: 400ms, connect-timeout: 400ms, pinning: warn }
              calm: { url: "%s", timeout: 5s }
            """
                .formatted(wild.uri(), calm.uri()));
    return assertInstanceOf(
            ConfigurationReading.Accepted.class, ConfigurationFile.read(file, Map.of()))
        .configuration();
  }

  private static String session(int port, String revision) throws IOException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
            + revision
            + "\",\"capabilities\":{\"elicitation\":{}},\"clientInfo\":{\"name\":\"f\",\"version\":\"1\"}}}";
    RawHttp.Response response =
        RawHttp.send(
            port,
            "POST",
            "/mcp",
            List.of(
                "Content-Type: application/json", "Accept: application/json, text/event-stream"),
            body.getBytes(UTF_8));
    assertEquals(200, response.status(), response::head);
    return response.header("mcp-session-id");
  }

  private static long sockets() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(EdgeFuzzTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {20260728})
  void eachGetsAnAnswerAndNothingIsLeft(long seed) throws Exception {
    // The first of everything leaves something behind for good, as a class that is loaded does.
    run(Files.createDirectory(folder.resolve("first")), seed, Duration.ofMillis(500));
    long sockets = sockets();
    long threads = threads();
    long seconds = Long.getLong("gatehouse.fuzz.seconds", SECONDS);
    run(Files.createDirectory(folder.resolve("then")), seed + 1_000, Duration.ofSeconds(seconds));
    awaitAtMost(sockets, EdgeFuzzTest::sockets, "sockets");
    awaitAtMost(threads, this::threads, "threads");
  }

  private static void run(Path folder, long seed, Duration time) throws Exception {
    try (WildServer wild = new WildServer(70, seed);
        WildServer calm = new WildServer(0, seed)) {
      AtomicLong shots = new AtomicLong();
      List<String> wrong = Collections.synchronizedList(new ArrayList<>());
      try (Gateway gateway = Gateway.start(configuration(folder, wild, calm), "test")) {
        int port = gateway.uri().getPort();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          FuzzedShots fuzzed = new FuzzedShots(seed + i);
          callers.add(Thread.startVirtualThread(() -> shoot(port, fuzzed, time, shots, wrong)));
        }
        for (Thread caller : callers) {
          caller.join();
        }
        assertEquals(List.of(), wrong.stream().limit(20).toList(), () -> wrong.size() + " wrong");
        shots.addAndGet(speak(gateway, seed));
        assertWorks(port);
        System.out.printf("%d requests by chance, seed %d%n", shots.get(), seed);
      }
      assertRecorded(folder.resolve("data"), shots.get());
    }
  }

  private static void shoot(
      int port, FuzzedShots fuzzed, Duration time, AtomicLong shots, List<String> wrong) {
    long end = System.nanoTime() + time.toNanos();
    String said = "a session is opened";
    try {
      String session = session(port, "2025-11-25");
      String batching = session(port, "2025-03-26");
      while (System.nanoTime() < end) {
        FuzzedShot shot = fuzzed.next(session, batching);
        said = shot.toString();
        RawHttp.Response response =
            RawHttp.send(port, shot.verb(), shot.path(), shot.headers(), shot.body().toArray());
        shots.incrementAndGet();
        judge(shot, response).ifPresent(wrong::add);
      }
    } catch (IOException | RuntimeException e) {
      wrong.add("no answer to " + said + ": " + e);
    }
  }

  private static Optional<String> judge(FuzzedShot shot, RawHttp.Response response) {
    Matcher code = CODE.matcher(response.body());
    int found = code.find() ? Integer.parseInt(code.group(1)) : 0;
    boolean isRight =
        shot.statuses().contains(response.status())
            && found != -32603
            && (shot.codes().isEmpty() || shot.codes().contains(found));
    return isRight
        ? Optional.empty()
        : Optional.of(
            "%s was answered with %d %s".formatted(shot, response.status(), response.body()));
  }

  /** The same over standard streams: lines by chance, and an end in the midst of one. */
  private static long speak(Gateway gateway, long seed) throws IOException {
    FuzzedShots fuzzed = new FuzzedShots(seed);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    int count = 300;
    for (int i = 0; i < count; i++) {
      byte[] body = fuzzed.next("s", "b").body().toArray();
      lines.write(new String(body, UTF_8).replace('\n', ' ').getBytes(UTF_8));
      lines.write('\n');
    }
    lines.write("{\"jsonrpc\":\"2.0\",\"id".getBytes(UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    gateway.serveStdio(
        new ByteArrayInputStream(lines.toByteArray()), out, () -> Credentials.none("stdio"));
    for (String line : out.toString(UTF_8).split("\n", -1)) {
      assertTrue(line.isEmpty() || line.startsWith("{"), line);
      Matcher code = CODE.matcher(line);
      assertTrue(!code.find() || !code.group(1).equals("-32603"), line);
    }
    return count + 1L;
  }

  /** Who comes behind all that does not notice. */
  private static void assertWorks(int port) throws IOException {
    String session = session(port, "2025-11-25");
    RawHttp.Response response =
        RawHttp.send(
            port,
            "POST",
            "/mcp",
            List.of(
                "Content-Type: application/json",
                "Accept: application/json",
                "Mcp-Session-Id: " + session),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"calm__tool\"}}"
                .getBytes(UTF_8));
    assertEquals(200, response.status());
    assertTrue(response.body().contains("\"text\":\"ok\""), response::body);
  }

  private static void assertRecorded(Path data, long shots) throws Exception {
    assertInstanceOf(Verification.Verified.class, Verifier.verify(data));
    try (LogReader reader = LogReader.open(data)) {
      long size = reader.size();
      assertTrue(size <= 100 + (shots * ENTRIES_EACH_MAX), size + " entries of " + shots);
    }
  }

  private long threads() throws IOException {
    Path dump = folder.resolve("threads-" + System.nanoTime());
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    try (Stream<String> lines = Files.lines(dump)) {
      // The carriers of others come and go by themselves.
      return lines.filter(line -> line.startsWith("#") && line.contains(" virtual")).count();
    }
  }

  /** How many there are. */
  @FunctionalInterface
  private interface Count {
    long now() throws IOException;
  }

  private static void awaitAtMost(long before, Count count, String what) throws Exception {
    long end = System.nanoTime() + LEFT_WITHIN.toNanos();
    while (count.now() > before) {
      if (System.nanoTime() > end) {
        fail(count.now() + " " + what + " are left, " + before + " were");
      }
      Thread.sleep(200);
    }
  }
}
