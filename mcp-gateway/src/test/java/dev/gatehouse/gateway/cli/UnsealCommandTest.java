package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.seal.AuditorKey;
import dev.gatehouse.gateway.seal.Seal;
import dev.gatehouse.gateway.seal.SealedPlace;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two keys, a log with an original for each and one that was moved, and what opens of it. */
class UnsealCommandTest {
  private static final String ORIGINAL = "{\"card\":\"4111 1111 1111 1111\"}";
  private static final String ADA = "01KX0000000000000000000001";
  private static final String BOB = "01KX0000000000000000000002";
  private static final String MOVED = "01KX0000000000000000000003";

  @TempDir private Path folder;
  private Path data;
  private Seal toAda;
  private Seal toBob;

  @BeforeEach
  void makeKeysAndALog() throws Exception {
    data = folder.resolve("data");
    toAda = seal("ada");
    toBob = seal("bob");
    try (EntryLog log =
        EntryLog.open(LogSettings.of(data).withFreeBytesMin(0), new Boot("test", "none"))) {
      log.append(request(ADA, toAda.seal(place(ADA), ORIGINAL)));
      log.append(request(BOB, toBob.seal(place(BOB), ORIGINAL)));
    }
  }

  @Test
  void makesAKeyWhosePrivateHalfIsForItsOwnerAlone() throws Exception {
    Path secret = folder.resolve("ada.private.jwk");
    Path open = folder.resolve("ada.public.jwk");

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    assertTrue(Files.readString(secret).contains("\"d\":"));
    assertFalse(Files.readString(open).contains("\"d\":"));
    String before = Files.readString(secret);
    CommandLineRun again = CommandLineRun.of("seal-key", folder.resolve("ada").toString());
    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("is there already"), again::err);
    assertEquals(before, Files.readString(secret));
    assertEquals(1, CommandLineRun.of("seal-key", folder.resolve("no/such").toString()).exitCode());
  }

  @Test
  void opensWhatIsSealedToTheKeyInADataDirectory() {
    opens(data);
  }

  @Test
  void opensWhatIsSealedToTheKeyInABundle() {
    opens(bundle());
  }

  @Test
  void opensWhatIsSealedToTheKeyInAZip() throws Exception {
    opens(bundle("bundle.zip"));
    Path other = Files.writeString(folder.resolve("other.zip"), "no zip");
    assertTrue(unseal(other, "ada").err().contains("is no zip of an export"));
  }

  @Test
  void opensWhatIsSealedToTheKeyInASelection() throws Exception {
    for (String name : List.of("selection", "selection.zip")) {
      opens(bundle(name, "--kind", "request"));
    }
    Path changed = folder.resolve("selection/entries/1/seal.content");
    Files.writeString(changed, Files.readString(changed).replaceFirst("A", "B"));
    CommandLineRun run = unseal(folder.resolve("selection"), "ada");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("is not what the entry commits to"), run::err);
  }

  @Test
  void recordsThatOriginalsOfADataDirectoryWereOpened() {
    assertEquals(0, unseal(data, "ada", "--entry", "1").exitCode());
    String log =
        CommandLineRun.of("log", "--data", data.toString(), "--kind", "read", "--json").out();
    assertTrue(log.contains("unseal"), log);
    assertTrue(log.contains(toAda.keyIds().getFirst()), log);
    assertFalse(log.contains(toBob.keyIds().getFirst()), log);
  }

  @Test
  void opensNothingWithAKeyThatNothingIsSealedTo() throws Exception {
    seal("eve");
    for (Path from : List.of(data, bundle())) {
      CommandLineRun run = unseal(from, "eve");
      assertEquals(1, run.exitCode());
      assertEquals("", run.out());
      assertTrue(run.err().contains("nothing can be opened with the key "), run::err);
      assertTrue(run.err().contains("2 originals are sealed to other keys: "), run::err);
      for (Seal other : List.of(toAda, toBob)) {
        assertTrue(run.err().contains(other.keyIds().getFirst()), run::err);
      }
    }
  }

  @Test
  void showsOnlyWhatWasAskedFor() {
    assertEquals(0, unseal(data, "ada", "--entry", "1").exitCode());
    assertEquals(0, unseal(data, "ada", "--exchange", ADA).exitCode());
    for (List<String> other :
        List.of(List.of("--entry", "0"), List.of("--entry", "1", "--exchange", BOB))) {
      CommandLineRun run = unseal(data, "ada", other.toArray(String[]::new));
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("no original is sealed in what was asked for"), run::err);
    }
  }

  @Test
  void saysWhichOriginalDoesNotBelongToItsEntry() throws Exception {
    try (EntryLog log =
        EntryLog.open(LogSettings.of(data).withFreeBytesMin(0), new Boot("test", "none"))) {
      log.append(request(MOVED, toAda.seal(place(ADA), ORIGINAL)));
    }
    for (Path from : List.of(data, bundle())) {
      CommandLineRun run = unseal(from, "ada");
      assertEquals(1, run.exitCode());
      assertEquals(1, run.out().lines().count(), "the other one is shown all the same");
      assertTrue(run.err().contains(" does not open: it was sealed for another entry"), run::err);
    }
  }

  @Test
  void refusesABundleWhoseOriginalIsNotWhatTheEntryCommitsTo() throws Exception {
    Path bundle = bundle();
    Path payload = bundle.resolve("payload/000.jsonl");
    StringBuilder changed = new StringBuilder(Files.readString(payload));
    int at = changed.lastIndexOf("\"content\"", changed.indexOf("\"part\":\"seal\"")) + 200;
    changed.setCharAt(at, changed.charAt(at) == 'A' ? 'B' : 'A');
    Files.writeString(payload, changed);

    CommandLineRun run = unseal(bundle, "ada");
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("is not what the entry commits to"), run::err);
    assertEquals(1, CommandLineRun.of("verify", bundle.toString()).exitCode());
  }

  @Test
  void saysWhereThereIsNothing() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertTrue(unseal(empty, "ada").err().contains("no log and no export"));
    CommandLineRun open =
        CommandLineRun.of(
            "unseal", data.toString(), "--key", folder.resolve("ada.public.jwk").toString());
    assertEquals(2, open.exitCode());
    assertTrue(open.err().contains("holds a public key; expected the private one"), open::err);
  }

  private void opens(Path from) {
    CommandLineRun run = unseal(from, "ada");
    assertEquals(0, run.exitCode(), run::err);
    assertEquals(
        "{\"entry\":1,\"kind\":\"request\",\"exchange\":\""
            + ADA
            + "\",\"direction\":\"c2s\",\"original\":\"{\\\"card\\\":\\\"4111 1111 1111"
            + " 1111\\\"}\"}\n",
        run.out());
    assertTrue(run.err().contains("1 original sealed to other keys: "), run::err);
  }

  private CommandLineRun unseal(Path from, String key, String... more) {
    List<String> line = new ArrayList<>(List.of("unseal", from.toString(), "--key"));
    line.add(folder.resolve(key + ".private.jwk").toString());
    line.addAll(List.of(more));
    return CommandLineRun.of(line.toArray(String[]::new));
  }

  private Path bundle() {
    return bundle("bundle");
  }

  private Path bundle(String name, String... filters) {
    Path bundle = folder.resolve(name);
    List<String> line = new ArrayList<>(List.of("export", "--data", data.toString()));
    line.addAll(List.of(filters));
    line.add(bundle.toString());
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertEquals(0, run.exitCode(), run::err);
    return bundle;
  }

  private Seal seal(String name) throws Exception {
    CommandLineRun run = CommandLineRun.of("seal-key", folder.resolve(name).toString());
    assertEquals(0, run.exitCode(), run::err);
    Seal seal = Seal.to(AuditorKey.read(folder.resolve(name + ".public.jwk")));
    assertTrue(run.out().startsWith("key " + seal.keyIds().getFirst() + "\n"), run::out);
    return seal;
  }

  private static SealedPlace place(String exchange) {
    return new SealedPlace(EntryKind.REQUEST, exchange, Direction.CLIENT_TO_SERVER);
  }

  private static Entry request(String exchange, Bytes sealed) {
    Entry.Builder entry =
        Entry.builder(EntryKind.REQUEST)
            .exchange(exchange)
            .direction(Direction.CLIENT_TO_SERVER)
            .part(PartName.MSG, Bytes.utf8("{}"))
            .part(PartName.SEAL, sealed);
    return entry.build();
  }
}
