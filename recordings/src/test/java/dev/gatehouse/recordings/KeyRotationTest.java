package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.export.BundleExport;
import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.keys.KeySource;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.SigningKeys;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRotationTest {
  @TempDir Path temporary;

  private static void exchange(EntryLog log, String name) throws RecordingException {
    log.append(Logs.request(name, "{}"));
    log.append(Logs.response(name, "{}"));
  }

  private static Verification.Verified verified(Path place, String key) {
    Verification found = Verifier.verify(place, key);
    return assertInstanceOf(Verification.Verified.class, found, found::toString);
  }

  private static List<Path> signingFiles(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      return files
          .map(Path::getFileName)
          .filter(name -> name.toString().startsWith("signing"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aLogThatWasRotatedTwiceVerifiesByEachOfItsKeys() throws Exception {
    Path directory = temporary.resolve("data");
    List<String> keys = new ArrayList<>();
    try (EntryLog log = Logs.open(directory)) {
      keys.add(log.verifierKey());
      exchange(log, "e1");
      Rotated first = log.rotateKeys("suspected theft");
      assertEquals(keys, first.before().subList(0, 1));
      keys.add(log.verifierKey());
      assertEquals(first.now(), log.verifierKeys());
      exchange(log, "e2");
      log.rotateKeys("yearly");
      keys.add(log.verifierKey());
    }
    assertEquals(3, keys.stream().distinct().count());
    Path bundle = temporary.resolve("bundle");
    BundleExport.write(directory, bundle);
    String stranger = SigningKey.generate("gatehouse.local").verifierKey().text();
    for (Path place : List.of(directory, bundle)) {
      for (String key : keys) {
        assertEquals(3, verified(place, key).vouchers().keys().size(), place + " " + key);
      }
      assertInstanceOf(Verification.Failed.class, Verifier.verify(place, stranger));
    }
    assertEquals(
        List.of(Path.of("signing-ml-dsa-44.pem"), Path.of("signing.pem")), signingFiles(directory));
    assertTrue(Files.readString(directory.resolve("log.vkey")).startsWith(keys.getLast() + "\n"));
  }

  @Test
  void theLastWordOfTheOldKeysAndTheFirstOfTheNewAreKept() throws Exception {
    Path directory = temporary.resolve("data");
    try (EntryLog log = Logs.open(directory)) {
      List<String> before = log.verifierKeys();
      exchange(log, "e1");
      Rotated rotated = log.rotateKeys("yearly");
      List<StoredEntry> entries;
      try (LogReader reader = LogReader.open(directory)) {
        entries = reader.read(rotated.entry() - 1, 10);
      }
      assertEquals(
          String.join("\n", log.verifierKeys()) + "\n",
          entries.get(0).part(PartName.MSG).orElseThrow().toText());
      assertEquals(
          "{\"reason\":\"yearly\"}", entries.get(0).part(PartName.CTX).orElseThrow().toText());
      Checkpoint last =
          Checkpoint.verify(
              entries.get(1).part(PartName.MSG).orElseThrow().toArray(), parsed(before));
      assertEquals(rotated.entry(), last.size());
      try (EntryReader reader = EntryReader.open(new DataDirectory(directory))) {
        byte[] newest =
            reader.newestCheckpoint().orElseThrow().note().getBytes(StandardCharsets.UTF_8);
        assertEquals(
            rotated.entry() + 1, Checkpoint.verify(newest, parsed(log.verifierKeys())).size());
        assertEquals(rotated.entry(), KeyHistory.of(reader).sinceEntry());
      }
    }
  }

  private static List<VerifierKey> parsed(List<String> texts) throws Exception {
    List<VerifierKey> keys = new ArrayList<>();
    for (String text : texts) {
      keys.add(VerifierKey.parse(text));
    }
    return keys;
  }

  @ParameterizedTest
  @EnumSource(KeyRotation.Step.class)
  void aCrashAtAnyStepLeavesOneSetOfKeysAndALogThatGoesOn(KeyRotation.Step step) throws Exception {
    Path directory = temporary.resolve("running");
    Path crashed = temporary.resolve("crashed");
    String before;
    String after;
    try (EntryLog log = Logs.open(directory)) {
      before = log.verifierKey();
      exchange(log, "e1");
      log.rotation(at -> copyAt(step, at, directory, crashed)).rotate("yearly");
      after = log.verifierKey();
    }
    assertNotEquals(before, after);
    try (EntryLog log = Logs.open(crashed)) {
      assertEquals(step == KeyRotation.Step.NAMED ? after : before, log.verifierKey());
      assertEquals(
          List.of(Path.of("signing-ml-dsa-44.pem"), Path.of("signing.pem")), signingFiles(crashed));
      exchange(log, "e2");
      log.rotateKeys("again");
    }
    verified(crashed, before);
    Path bundle = temporary.resolve("bundle");
    BundleExport.write(crashed, bundle);
    verified(bundle, before);
  }

  private static void copyAt(
      KeyRotation.Step wanted, KeyRotation.Step at, Path directory, Path crashed)
      throws RecordingException {
    try {
      if (at == wanted) {
        Logs.copy(directory, crashed);
      }
    } catch (Exception e) {
      throw new RecordingException("cannot copy", e);
    }
  }

  @Test
  void aCrashBetweenTheNamesOfTheFilesIsMended() throws Exception {
    Path directory = temporary.resolve("running");
    Path crashed = temporary.resolve("crashed");
    try (EntryLog log = Logs.open(directory)) {
      log.rotation(at -> copyAt(KeyRotation.Step.NAMED, at, directory, crashed)).rotate("yearly");
    }
    // One of the two has its name, and log.vkey is as it was.
    Files.move(
        crashed.resolve("signing-next.pem"),
        crashed.resolve("signing.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Logs.open(crashed).close();
    assertEquals(
        Files.readString(directory.resolve("log.vkey")),
        Files.readString(crashed.resolve("log.vkey")));
    assertInstanceOf(Verification.Verified.class, Verifier.verify(crashed));
  }

  @Test
  void aForgedHandoverIsRefused() throws Exception {
    Path directory = temporary.resolve("data");
    String key;
    SigningKeys forger = new SigningKeys(SigningKey.generate("gatehouse.local"), Optional.empty());
    try (EntryLog log = Logs.open(directory)) {
      key = log.verifierKey();
      log.append(key("next", KeyHistory.lines(forger.verifierKeys())));
      Checkpoint forged = new Checkpoint("gatehouse.local", log.head().size(), log.head().root());
      String note = new String(forger.sign(forged, Instant.now()).bytes(), StandardCharsets.UTF_8);
      log.append(key("rotated", note));
    }
    Path bundle = temporary.resolve("bundle");
    BundleExport.write(directory, bundle);
    for (Path place : List.of(directory, bundle)) {
      assertInstanceOf(Verification.Failed.class, Verifier.verify(place, key));
      assertInstanceOf(Verification.Failed.class, Verifier.verify(place));
    }
  }

  private static Entry key(String method, String text) {
    return Entry.builder(EntryKind.KEY).method(method).part(PartName.MSG, Bytes.utf8(text)).build();
  }

  @Test
  void keepsSigningWhileManyAppend() throws Exception {
    Path directory = temporary.resolve("data");
    LogSettings settings = LogSettings.of(directory).withCheckpointEvery(Duration.ofMillis(10));
    String first;
    try (EntryLog log = EntryLog.open(settings, Logs.BOOT)) {
      first = log.verifierKey();
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 300; i++) {
                      Logs.append(log, Logs.request("e" + i, "{}"));
                      Logs.append(log, Logs.response("e" + i, "{}"));
                    }
                  });
      for (int i = 0; i < 5; i++) {
        log.rotateKeys("again");
      }
      writer.join();
      assertTrue(log.failure().isEmpty());
    }
    assertEquals(6, verified(directory, first).vouchers().keys().size());
  }

  @Test
  void aLogWithOneKeyOnlyGoesOnWithItUntilItIsRotated() throws Exception {
    Path directory = temporary.resolve("data");
    Logs.open(directory).close();
    Logs.forgetSecondKey(directory);
    try (EntryLog log = Logs.open(directory)) {
      assertEquals(1, log.verifierKeys().size());
      exchange(log, "e1");
    }
    assertEquals(1, Files.readAllLines(directory.resolve("log.vkey")).size());
    assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
    try (EntryLog log = Logs.open(directory)) {
      assertEquals(2, log.rotateKeys("a second kind of key").now().size());
    }
    assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
  }

  @Test
  void refusesWhereTheSettingsSayOfNoOtherPlace() throws Exception {
    Path directory = temporary.resolve("data");
    Path store = temporary.resolve("keys.p12");
    TestKeyStore.make(store, "correct horse", "ed25519");
    KeySource source = new KeySource.Pkcs12(store, "correct horse");
    try (EntryLog log = EntryLog.open(LogSettings.of(directory).withKeySource(source), Logs.BOOT)) {
      RecordingException refused =
          assertThrows(RecordingException.class, () -> log.rotateKeys("yearly"));
      assertTrue(refused.toString().contains("no other place"), refused.toString());
      assertTrue(log.failure().isEmpty());
    }
  }
}
