package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessClientTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String CONFLICT = "text/x.tlog.size";

  @TempDir Path temporary;

  private GrowingLog log;
  private Witness witness;
  private WitnessServer server;
  private WitnessClient client;

  @BeforeEach
  void open() throws IOException, MalformedNoteException {
    log = GrowingLog.called("log.example");
    witness =
        Witness.open(
            temporary.resolve("witness"),
            "w1.example",
            log.keys().verifierKeys(),
            InstantSource.fixed(GrowingLog.TIME));
    server = WitnessServer.of(witness);
    client = new WitnessClient(server.prefix(), witness.verifierKeys(), DEADLINE);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    witness.close();
  }

  private static WitnessOutcome submit(WitnessClient client, GrowingLog log, long known, long size)
      throws IOException, MalformedNoteException {
    return client.submit(known, log.signed(size).bytes(), log::proof);
  }

  @Test
  void getsACosignatureByEachKey() throws IOException, MalformedNoteException {
    for (long size : new long[] {5, 5, 9}) {
      WitnessOutcome.Cosigned cosigned =
          assertInstanceOf(
              WitnessOutcome.Cosigned.class, submit(client, log, size == 9 ? 5 : 0, size));
      SignedNote note =
          log.signed(size)
              .with(cosigned.cosignatures().stream().map(VerifiedSignature::line).toList());
      assertEquals(2, note.verify(witness.verifierKeys()).size());
      assertEquals(GrowingLog.TIME, cosigned.cosignatures().getFirst().time().orElseThrow());
    }
    // The second time the witness had to say how far it was.
    assertEquals(List.of("old 0", "old 0", "old 5", "old 5"), server.requests());
  }

  @Test
  void goesOnFromWhereTheWitnessIs() throws IOException, MalformedNoteException {
    submit(client, log, 0, 5);
    WitnessOutcome.Cosigned cosigned =
        assertInstanceOf(WitnessOutcome.Cosigned.class, submit(client, log, 80, 100));
    assertEquals(5, cosigned.from());
  }

  @Test
  void saysThatTheWitnessIsAheadAndShowsWhatItHas() throws IOException, MalformedNoteException {
    submit(client, log, 0, 100);
    WitnessOutcome.Ahead ahead =
        assertInstanceOf(WitnessOutcome.Ahead.class, submit(client, log, 100, 60));
    assertEquals(100, ahead.size());
    assertEquals(log.checkpoint(60).text(), ahead.ours().text());
    assertEquals(log.checkpoint(100).text(), ahead.theirs().orElseThrow().text());
    assertEquals(2, ahead.theirs().orElseThrow().verify(log.keys().verifierKeys()).size());
  }

  @ParameterizedTest
  @CsvSource({"100, 200", "100, 100", "0, 150", "70, 120"})
  void keepsBothNotesOfAFork(long known, long size) throws IOException, MalformedNoteException {
    submit(client, log, 0, 100);
    GrowingLog fork = log.forkedAt(60);
    WitnessOutcome.Forked forked =
        assertInstanceOf(WitnessOutcome.Forked.class, submit(client, fork, known, size));
    assertEquals(fork.checkpoint(size).text(), forked.ours().text());
    assertEquals(log.checkpoint(100).text(), forked.theirs().orElseThrow().text());
    assertTrue(forked.answer().startsWith("422 "), forked.answer());
  }

  private WitnessOutcome answered(WitnessServer.Answers answers)
      throws IOException, MalformedNoteException {
    try (WitnessServer odd = new WitnessServer(answers);
        WitnessClient asking =
            new WitnessClient(odd.prefix(), witness.verifierKeys(), Duration.ofMillis(1500))) {
      return submit(asking, log, 3, 9);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', Refused",
    "200, nonsense, Refused",
    "301, '', Refused",
    "302, '', Refused",
    "400, bad, Refused",
    "403, who, Refused",
    "404, who, Refused",
    "418, tea, Refused",
    "408, late, Unreachable",
    "429, slow, Unreachable",
    "500, oops, Unreachable",
    "503, later, Unreachable",
    "409, '', Forked",
    "409, no number, Refused",
    "422, no, Forked"
  })
  void namesWhatItWasAnswered(int status, String body, String outcome)
      throws IOException, MalformedNoteException {
    WitnessResponse response = new WitnessResponse(status, "text/plain", body);
    WitnessOutcome came = answered((_, _) -> response);
    assertEquals(outcome, came.getClass().getSimpleName(), came.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3\n", "5", "05\n", "-1\n", "5\n\n", "99999999999999999999\n"})
  void refusesAConflictThatSaysNoOtherSize(String body) throws IOException, MalformedNoteException {
    assertInstanceOf(
        WitnessOutcome.Refused.class, answered((_, _) -> new WitnessResponse(409, CONFLICT, body)));
  }

  @Test
  void doesNotFollowAWitnessThatMovesForEver() throws IOException, MalformedNoteException {
    assertInstanceOf(
        WitnessOutcome.Unreachable.class,
        answered(
            (_, body) -> {
              boolean even = new String(body, UTF_8).startsWith("old 4");
              return new WitnessResponse(409, CONFLICT, even ? "5\n" : "4\n");
            }));
  }

  @Test
  void takesOnlyLinesOfTheWitnessesKeys() throws IOException, MalformedNoteException {
    SigningKey stranger = SigningKey.generate("w1.example", KeyType.ED25519_COSIGNATURE);
    String text = log.checkpoint(9).text();
    SignatureLine foreign = stranger.line(text, GrowingLog.TIME);
    assertInstanceOf(WitnessOutcome.Refused.class, answered((_, _) -> lines(foreign.text())));
    String own = witness.addCheckpoint(log.request(0, 9)).body();
    WitnessOutcome.Cosigned cosigned =
        assertInstanceOf(
            WitnessOutcome.Cosigned.class,
            answered((_, _) -> lines(foreign.text() + "\n" + own.strip())));
    assertEquals(2, cosigned.cosignatures().size());
    String another = witness.addCheckpoint(log.request(9, 10)).body().strip();
    assertInstanceOf(WitnessOutcome.Refused.class, answered((_, _) -> lines(another)));
  }

  private static WitnessResponse lines(String text) {
    return WitnessResponse.text(200, text + "\n");
  }

  @Test
  void readsNoAnswerWithoutEnd() throws IOException, MalformedNoteException {
    assertInstanceOf(
        WitnessOutcome.Unreachable.class, answered((_, _) -> lines("x".repeat(300_000))));
  }

  @Test
  void waitsNoLongerThanTheDeadline() throws IOException, MalformedNoteException {
    long start = System.nanoTime();
    try (ServerSocket dripping = new ServerSocket(0)) {
      Thread.startVirtualThread(() -> drip(dripping));
      URI prefix = URI.create("http://127.0.0.1:" + dripping.getLocalPort());
      try (WitnessClient asking =
          new WitnessClient(prefix, witness.verifierKeys(), Duration.ofMillis(700))) {
        assertInstanceOf(WitnessOutcome.Unreachable.class, submit(asking, log, 3, 9));
      }
    }
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    server.close();
    assertInstanceOf(WitnessOutcome.Unreachable.class, submit(client, log, 3, 9));
  }

  /** Answers at once, with a body that never ends. */
  private static void drip(ServerSocket server) {
    try (var socket = server.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n".getBytes(UTF_8));
      while (true) {
        socket.getOutputStream().write('a');
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException e) {
      // The client went away, as it should.
    }
  }

  @Test
  void anInterruptionEndsItAndStays() throws IOException, MalformedNoteException {
    Thread.currentThread().interrupt();
    assertInstanceOf(WitnessOutcome.Unreachable.class, submit(client, log, 0, 5));
    assertTrue(Thread.interrupted());
    assertInstanceOf(WitnessOutcome.Cosigned.class, submit(client, log, 0, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host/",
        "host",
        "http:///x",
        "http://u:p@host/",
        "http://h/?q",
        "http://h/#f"
      })
  void refusesWhatIsNoPrefix(String prefix) {
    List<VerifierKey> keys = witness.verifierKeys();
    assertThrows(
        IllegalArgumentException.class,
        () -> new WitnessClient(URI.create(prefix), keys, DEADLINE));
  }

  @Test
  void refusesKeysThatAreNoCosigners() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WitnessClient(server.prefix(), List.of(), DEADLINE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new WitnessClient(server.prefix(), log.keys().verifierKeys(), DEADLINE));
  }
}
