package dev.gatehouse.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.witness.WitnessClient;
import dev.gatehouse.recordings.witness.WitnessOutcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, asked over HTTP as a log asks it, and killed. */
@Timeout(120)
class WitnessCommandTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** Enough that the witness is in the midst of its work, whenever the kill comes. */
  private static final int COSIGNED_BEFORE_KILL = 60;

  @TempDir private Path folder;
  private WitnessedTree log;
  private final List<Running> started = new ArrayList<>();

  /** A witness that serves; {@code keys} are those that it printed. */
  private record Running(Process process, URI uri, List<VerifierKey> keys) {
    WitnessClient client() {
      return new WitnessClient(uri, keys, DEADLINE);
    }
  }

  @BeforeEach
  void configure() throws IOException, MalformedNoteException {
    log = WitnessedTree.called("log.example");
    StringBuilder keys = new StringBuilder("# the keys of the log\n\n");
    log.keys().verifierKeys().forEach(key -> keys.append(key.text()).append('\n'));
    Files.writeString(folder.resolve("log.vkey"), keys);
  }

  @AfterEach
  void stop() {
    started.forEach(running -> running.process().destroyForcibly());
  }

  private Process launch(String listen) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Main.class.getName(),
            "witness",
            "--data",
            folder.resolve("witness").toString(),
            "--listen",
            listen,
            "--log",
            "@" + folder.resolve("log.vkey"))
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  private Running start() throws IOException, MalformedNoteException {
    Process process = launch("127.0.0.1:0");
    BufferedReader out = process.inputReader(UTF_8);
    List<VerifierKey> keys = new ArrayList<>();
    String line = String.valueOf(out.readLine());
    while (line.startsWith("key ")) {
      keys.add(VerifierKey.parse(line.substring("key ".length())));
      line = String.valueOf(out.readLine());
    }
    assertTrue(line.matches("ready http://127\\.0\\.0\\.1:[0-9]+"), line);
    Running running = new Running(process, URI.create(line.substring("ready ".length())), keys);
    started.add(running);
    return running;
  }

  @Test
  void cosignsGrowthAndRefusesForksAndRollbacksAndEndsInOrder() throws Exception {
    Running running = start();
    assertEquals(2, running.keys().size());
    try (WitnessClient client = running.client()) {
      for (long size : new long[] {1, 10, 300}) {
        WitnessOutcome.Cosigned cosigned =
            assertInstanceOf(WitnessOutcome.Cosigned.class, log.submit(client, 0, size));
        SignedNote note =
            log.signed(size)
                .with(cosigned.cosignatures().stream().map(VerifiedSignature::line).toList());
        assertEquals(2, note.verify(running.keys()).size());
      }
      WitnessOutcome.Forked forked =
          assertInstanceOf(WitnessOutcome.Forked.class, log.forkedAt(250).submit(client, 300, 400));
      assertTrue(forked.answer().startsWith("422 "), forked.answer());
      assertEquals(300, size(forked.theirs().orElseThrow()));
      WitnessOutcome.Ahead ahead =
          assertInstanceOf(WitnessOutcome.Ahead.class, log.submit(client, 200, 200));
      assertEquals(300, ahead.size());
      assertEquals(300, size(ahead.theirs().orElseThrow()));
      assertInstanceOf(WitnessOutcome.Cosigned.class, log.submit(client, 300, 301));
    }
    running.process().destroy();
    assertEquals(143, running.process().waitFor());
  }

  private long size(SignedNote note) throws MalformedNoteException {
    return Checkpoint.verify(note.bytes(), log.keys().verifierKeys()).size();
  }

  @Test
  void isNeverBehindWhatItAnsweredThoughItIsKilled() throws Exception {
    Running killed = start();
    AtomicLong answered = new AtomicLong();
    Thread feeding =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (WitnessClient client = killed.client()) {
                    long size = 1;
                    while (log.submit(client, size - 1, size) instanceof WitnessOutcome.Cosigned) {
                      answered.set(size++);
                    }
                  } catch (IOException | MalformedNoteException e) {
                    throw new IllegalStateException(e);
                  }
                });
    while (answered.get() < COSIGNED_BEFORE_KILL && feeding.isAlive()) {
      Thread.sleep(2);
    }
    killed.process().destroyForcibly().waitFor();
    feeding.join();
    long last = answered.get();
    assertTrue(last >= COSIGNED_BEFORE_KILL, "cosigned " + last);

    Running again = start();
    assertEquals(killed.keys(), again.keys());
    try (WitnessClient client = again.client()) {
      WitnessOutcome.Ahead ahead =
          assertInstanceOf(WitnessOutcome.Ahead.class, log.submit(client, 0, last - 1));
      // The one request that was under way may be kept without an answer.
      assertTrue(ahead.size() == last || ahead.size() == last + 1, ahead.size() + " of " + last);
      assertInstanceOf(
          WitnessOutcome.Forked.class, log.forkedAt(last - 1).submit(client, last, last + 5));
      assertInstanceOf(WitnessOutcome.Cosigned.class, log.submit(client, last, last + 5));
    }
  }

  @Test
  void answersOnlyWhatItIsFor() throws Exception {
    Running running = start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> other = send(http, running, "/add-checkpoint", "GET", "");
      assertEquals(405, other.statusCode());
      assertEquals("POST", other.headers().firstValue("Allow").orElse(""));
      assertEquals(405, send(http, running, "/00/checkpoint", "DELETE", "").statusCode());
      assertEquals(404, send(http, running, "/00/checkpoint", "GET", "").statusCode());
      assertEquals(404, send(http, running, "/", "GET", "").statusCode());
      assertEquals(400, send(http, running, "/add-checkpoint", "POST", "").statusCode());
      assertEquals(400, send(http, running, "/add-checkpoint", "POST", "old 0\n").statusCode());
      String tooLong = "x".repeat(300_000);
      assertEquals(413, statusOf(http, running, tooLong));
      WitnessedTree stranger = WitnessedTree.called("stranger.example");
      String strange = "old 0\n\n" + stranger.signed(1).whole();
      assertEquals(404, send(http, running, "/add-checkpoint", "POST", strange).statusCode());
      String conflict = "old 1\n\n" + log.signed(1).whole();
      HttpResponse<String> answer = send(http, running, "/add-checkpoint", "POST", conflict);
      assertEquals(409, answer.statusCode());
      assertEquals("0\n", answer.body());
      assertEquals("text/x.tlog.size", answer.headers().firstValue("Content-Type").orElseThrow());
    }
    Process second = launch("127.0.0.1:0");
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, second.exitValue());
    String said = Files.readString(folder.resolve("err.txt"));
    assertTrue(said.contains("another process has "), said);
  }

  /** Whoever still writes when the server has closed may lose the answer with the connection. */
  private static int statusOf(HttpClient http, Running running, String body)
      throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return send(http, running, "/add-checkpoint", "POST", body).statusCode();
      } catch (IOException e) {
        if (tries == 5) {
          throw e;
        }
      }
    }
  }

  private static HttpResponse<String> send(
      HttpClient http, Running running, String path, String method, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(running.uri().resolve(path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Test
  void saysSoWhereTheAddressIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Process serving = launch(address);
      assertTrue(serving.waitFor(60, TimeUnit.SECONDS));
      assertEquals(1, serving.exitValue());
      String said = Files.readString(folder.resolve("err.txt"));
      assertEquals("gatehouse: cannot listen on " + address + ": Address already in use\n", said);
    }
  }

  @Test
  void refusesWhatItCannotUse() throws MalformedNoteException {
    String data = folder.resolve("never").toString();
    String key = log.keys().verifierKeys().getFirst().text();
    String file = folder.resolve("missing.vkey").toString();
    for (List<String> wrong :
        List.of(
            List.of("--log", "nonsense"),
            List.of("--log=@" + file),
            List.of("--log", key, "--listen", "7412"),
            List.of("--log", key, "--listen", "http://127.0.0.1:1"),
            List.<String>of())) {
      List<String> arguments = new ArrayList<>(List.of("witness", "--data", data));
      arguments.addAll(wrong);
      CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
      assertEquals(2, run.exitCode(), wrong + run.err());
    }
    assertTrue(Files.notExists(folder.resolve("never")));
  }
}
