package dev.gatehouse.recordings.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
  private static final InstantSource CLOCK = InstantSource.fixed(GrowingLog.TIME);

  @TempDir Path temporary;

  private GrowingLog log;
  private GrowingLog other;
  private Witness witness;

  @BeforeEach
  void open() throws IOException, MalformedNoteException {
    log = GrowingLog.called("log.example");
    other = GrowingLog.called("other.example");
    witness = reopened();
  }

  @AfterEach
  void close() throws IOException {
    witness.close();
  }

  private Witness reopened() throws IOException {
    List<VerifierKey> keys = new ArrayList<>(log.keys().verifierKeys());
    keys.addAll(other.keys().verifierKeys());
    return Witness.open(temporary.resolve("witness"), "w1.example", keys, CLOCK);
  }

  private Path file(String ending) {
    return temporary.resolve("witness").resolve(WitnessedLog.name("log.example") + ending);
  }

  private void assertCosigned(WitnessResponse response, Checkpoint checkpoint)
      throws MalformedNoteException {
    assertEquals(200, response.status(), response.body());
    SignedNote note = new SignedNote(checkpoint.text(), SignedNote.parseLines(response.body()));
    List<VerifiedSignature> verified = note.verify(witness.verifierKeys());
    assertEquals(witness.verifierKeys(), verified.stream().map(VerifiedSignature::key).toList());
    verified.forEach(signature -> assertEquals(GrowingLog.TIME, signature.time().orElseThrow()));
  }

  @Test
  void cosignsWhatContinuesWhatItKnows() throws MalformedNoteException {
    long last = 0;
    for (long size : new long[] {0, 0, 1, 1, 2, 7, 8, 64, 100, 100, 1000}) {
      assertCosigned(witness.addCheckpoint(log.request(last, size)), log.checkpoint(size));
      last = size;
    }
  }

  @Test
  void saysItsSizeWhereTheRequestBeginsFromAnother() {
    assertEquals(200, witness.addCheckpoint(log.request(0, 10)).status());
    for (byte[] request :
        List.of(log.request(0, 10), log.request(9, 12), log.request(0, 5), log.request(4, 4))) {
      WitnessResponse conflict = witness.addCheckpoint(request);
      assertEquals(new WitnessResponse(409, "text/x.tlog.size", "10\n"), conflict);
    }
    WitnessResponse unknown = witness.addCheckpoint(other.request(3, 5));
    assertEquals(new WitnessResponse(409, "text/x.tlog.size", "0\n"), unknown);
    assertEquals(200, witness.addCheckpoint(log.request(10, 11)).status());
  }

  @Test
  void refusesAFork() throws IOException, MalformedNoteException {
    assertEquals(200, witness.addCheckpoint(log.request(0, 10)).status());
    GrowingLog fork = log.forkedAt(9);
    assertEquals(422, witness.addCheckpoint(fork.request(10, 20)).status());
    assertFalse(Files.exists(file(".fork")));
    assertEquals(422, witness.addCheckpoint(fork.request(10, 10)).status());
    SignedNote evidence = SignedNote.parse(Files.readAllBytes(file(".fork")));
    assertEquals(
        fork.checkpoint(10), Checkpoint.verify(evidence.bytes(), log.keys().verifierKeys()));
    assertEquals(422, witness.addCheckpoint(log.forkedAt(5).request(10, 10)).status());
    assertEquals(evidence, SignedNote.parse(Files.readAllBytes(file(".fork"))));
    assertCosigned(witness.addCheckpoint(log.request(10, 20)), log.checkpoint(20));
    assertEquals(200, witness.addCheckpoint(log.forkedAt(20).request(20, 21)).status());
  }

  @Test
  void refusesProofsThatAreWrong() {
    Hash hash = log.root(3);
    SignedNote note = log.signed(10);
    assertEquals(422, send(new AddCheckpoint(0, List.of(hash), note)));
    assertEquals(200, send(new AddCheckpoint(0, List.of(), note)));
    assertEquals(422, send(new AddCheckpoint(10, List.of(hash), note)));
    SignedNote next = log.signed(13);
    List<Hash> proof = log.proof(10, 13).hashes();
    assertEquals(422, send(new AddCheckpoint(10, proof.subList(1, proof.size()), next)));
    assertEquals(422, send(new AddCheckpoint(10, List.of(), next)));
    List<Hash> more = new ArrayList<>(proof);
    more.add(hash);
    assertEquals(422, send(new AddCheckpoint(10, more, next)));
    assertEquals(422, send(new AddCheckpoint(10, proof.reversed(), next)));
    assertEquals(200, send(new AddCheckpoint(10, proof, next)));
  }

  private int send(AddCheckpoint request) {
    return witness.addCheckpoint(request.bytes()).status();
  }

  @Test
  void refusesAnEmptyTreeWithARoot() {
    Checkpoint odd = new Checkpoint("log.example", 0, log.root(1));
    SignedNote note = log.keys().sign(odd, GrowingLog.TIME);
    assertEquals(422, send(new AddCheckpoint(0, List.of(), note)));
    assertEquals(200, witness.addCheckpoint(log.request(0, 0)).status());
  }

  @Test
  void refusesLogsThatItWasNotToldOf() throws MalformedNoteException {
    GrowingLog stranger = GrowingLog.called("stranger.example");
    assertEquals(404, witness.addCheckpoint(stranger.request(0, 5)).status());
    GrowingLog namesake = GrowingLog.called("log.example");
    assertEquals(403, witness.addCheckpoint(namesake.request(0, 5)).status());
    SignedNote both = log.signed(5).with(namesake.signed(5).signatures());
    assertEquals(200, send(new AddCheckpoint(0, List.of(), both)));
    SignedNote foreign = new SignedNote(log.checkpoint(6).text(), other.signed(6).signatures());
    assertEquals(403, send(new AddCheckpoint(5, log.proof(5, 6).hashes(), foreign)));
  }

  @Test
  void refusesTheNoteWhereOneKnownSignatureFails() {
    List<SignatureLine> older = log.signed(4).signatures();
    SignedNote note = log.signed(5);
    for (SignatureLine wrong : older) {
      SignedNote mixed = note.with(List.of(wrong));
      assertEquals(403, send(new AddCheckpoint(0, List.of(), mixed)));
    }
    for (SignatureLine alone : note.signatures()) {
      SignedNote one = new SignedNote(note.text(), List.of(alone));
      long old = alone.equals(note.signatures().getFirst()) ? 0 : 5;
      assertEquals(200, send(new AddCheckpoint(old, List.of(), one)));
    }
  }

  @Test
  void refusesWhatIsNoRequest() {
    String good = new String(log.request(3, 7), UTF_8);
    String hash = log.root(1).base64() + "\n";
    int lines = log.proof(3, 7).hashes().size();
    for (String bad :
        List.of(
            "",
            "\n",
            "old 3\n",
            "old 3\n\n",
            good.replace("old 3", "old 03"),
            good.replace("old 3", "old -3"),
            good.replace("old 3", "old  3"),
            good.replace("old 3", "OLD 3"),
            good.replace("old 3", "old 99999999999999999999"),
            good.replace("old 3", "old 8"),
            good.replace("old 3\n", "old 3\r\n"),
            good.replace("old 3\n", "old 3\n" + hash.repeat(64 - lines)),
            good.replace("old 3\n", "old 3\n" + hash.substring(1)),
            good.replace("\n7\n", "\n07\n"),
            good.replace("\nlog.example\n", "\n\nlog.example\n"),
            good.substring(0, good.length() - 1),
            good + "\n",
            good + " ".repeat(Witness.REQUEST_BYTES_MAX))) {
      int status = witness.addCheckpoint(bad.getBytes(UTF_8)).status();
      assertTrue(status == 400 || (status == 404 && bad.contains("\n\n\n")), status + " " + bad);
    }
    assertEquals(409, witness.addCheckpoint(good.getBytes(UTF_8)).status());
    String longest = good.replace("old 3\n", "old 3\n" + hash.repeat(63 - lines));
    assertEquals(409, witness.addCheckpoint(longest.getBytes(UTF_8)).status());
  }

  @Test
  void answersWhateverItReads() {
    Random random = new Random(3);
    byte[] good = log.request(3, 7);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(Math.min(bytes.length, 400))] = (byte) random.nextInt(256);
      }
      int status = witness.addCheckpoint(bytes).status();
      assertTrue(List.of(400, 403, 404, 409).contains(status), () -> "status " + status);
    }
  }

  @Test
  void onlyOneOfManySucceedsFromTheSameSize() throws InterruptedException {
    assertEquals(200, witness.addCheckpoint(log.request(0, 10)).status());
    int requests = 24;
    AtomicInteger cosigned = new AtomicInteger();
    AtomicInteger conflicts = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      // Each is another fork, and each continues the tree of size 10.
      byte[] request = new GrowingLog(log.keys(), 10 + i).request(10, 11 + i);
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                int status = witness.addCheckpoint(request).status();
                (status == 200 ? cosigned : conflicts).addAndGet(status == 200 ? 1 : status);
              }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, cosigned.get());
    assertEquals(409 * (requests - 1), conflicts.get());
  }

  @Test
  void remembersWhenItIsOpenedAgain() throws IOException, MalformedNoteException {
    assertEquals(200, witness.addCheckpoint(log.request(0, 10)).status());
    List<VerifierKey> keys = witness.verifierKeys();
    witness.close();
    witness = reopened();
    assertEquals(keys, witness.verifierKeys());
    assertEquals("10\n", witness.addCheckpoint(log.request(0, 10)).body());
    assertEquals(422, witness.addCheckpoint(log.forkedAt(3).request(10, 11)).status());
    assertCosigned(witness.addCheckpoint(log.request(10, 11)), log.checkpoint(11));
  }

  /** The answer must follow what is kept, and never the other way round. */
  @Test
  void remembersWhatItCosignedThoughItEndedBeforeItAnswered() throws Exception {
    assertEquals(200, witness.addCheckpoint(log.request(0, 10)).status());
    witness.close();
    Path request = temporary.resolve("request");
    Files.write(request, log.request(10, 20));
    Process halting =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HaltingProcess.class.getName(),
                temporary.resolve("witness").toString(),
                log.keys().verifierKeys().getFirst().text(),
                request.toString())
            .inheritIO()
            .start();
    assertEquals(9, halting.waitFor());
    witness = reopened();
    assertEquals("20\n", witness.addCheckpoint(log.request(10, 20)).body());
    assertEquals(422, witness.addCheckpoint(log.forkedAt(15).request(20, 20)).status());
    assertCosigned(witness.addCheckpoint(log.request(20, 20)), log.checkpoint(20));
  }

  @Test
  void showsTheLastCheckpointThatItCosigned() throws MalformedNoteException {
    String name = WitnessedLog.name("log.example");
    assertEquals(404, witness.checkpoint(name).status());
    assertEquals(404, witness.checkpoint("log.example").status());
    witness.addCheckpoint(log.request(0, 10));
    SignedNote shown = SignedNote.parse(witness.checkpoint(name).body().getBytes(UTF_8));
    assertEquals(log.checkpoint(10), Checkpoint.verify(shown.bytes(), log.keys().verifierKeys()));
    assertEquals(2, shown.verify(witness.verifierKeys()).size());
    assertEquals(404, witness.checkpoint(WitnessedLog.name("other.example")).status());
  }

  @Test
  void keepsItsKeysToItselfAndItsDirectoryToOneProcess() throws IOException {
    for (String secret : List.of("witness.pem", "witness-ml-dsa-44.pem")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(temporary.resolve("witness").resolve(secret))));
    }
    assertThrows(IOException.class, this::reopened);
    witness.close();
    assertThrows(
        IOException.class,
        () -> Witness.open(temporary.resolve("witness"), "another", List.of(), CLOCK));
    witness = reopened();
  }

  @Test
  void refusesToOpenWhereItsFilesAreNotWhatItWrote() throws IOException, MalformedNoteException {
    witness.addCheckpoint(log.request(0, 10));
    byte[] kept = Files.readAllBytes(file(".checkpoint"));
    witness.close();
    SignedNote uncosigned = log.signed(5);
    for (byte[] bad :
        List.of(
            new byte[0],
            uncosigned.bytes(),
            new String(kept, UTF_8).replace("\n10\n", "\n9\n").getBytes(UTF_8))) {
      Files.write(file(".checkpoint"), bad);
      assertThrows(IOException.class, this::reopened);
    }
    Files.write(file(".checkpoint"), kept);
    Files.move(file(".checkpoint"), temporary.resolve("aside"));
    Path pem = temporary.resolve("witness").resolve("witness.pem");
    Files.writeString(pem, SigningKey.generate("w1.example", KeyType.ED25519_COSIGNATURE).pem());
    assertThrows(IOException.class, this::reopened);
    Files.delete(pem);
    assertThrows(IOException.class, this::reopened);
    Files.delete(temporary.resolve("witness").resolve("witness.vkey"));
    witness = reopened();
  }

  @Test
  void saysThatItFailedAndForgetsTheRequestWhereItCannotWrite() throws IOException {
    assertEquals(200, witness.addCheckpoint(log.request(0, 10)).status());
    Path inTheWay = file(".checkpoint.new");
    Files.createDirectories(inTheWay.resolve("full"));
    assertEquals(500, witness.addCheckpoint(log.request(10, 12)).status());
    assertEquals(409, witness.addCheckpoint(log.request(12, 12)).status());
    Files.delete(inTheWay.resolve("full"));
    assertEquals(200, witness.addCheckpoint(log.request(10, 11)).status());
  }

  @Test
  void refusesToOpenForKeysOfCosigners() throws IOException, MalformedNoteException {
    witness.close();
    VerifierKey cosigner =
        SigningKey.generate("log.example", KeyType.ED25519_COSIGNATURE).verifierKey();
    assertThrows(
        IOException.class,
        () -> Witness.open(temporary.resolve("w"), "w1.example", List.of(cosigner), CLOCK));
    witness = reopened();
  }
}
