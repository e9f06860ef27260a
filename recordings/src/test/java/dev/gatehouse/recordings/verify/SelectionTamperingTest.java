package dev.gatehouse.recordings.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.Progress;
import dev.gatehouse.recordings.export.SelectionExport;
import dev.gatehouse.recordings.export.Wanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a selection is found, by the verifier and by the program in its readme. */
class SelectionTamperingTest {
  @TempDir Path temporary;
  private Path selection;
  private String key;

  @BeforeEach
  void select() throws RecordingException {
    Path data = temporary.resolve("data");
    selection = temporary.resolve("selection");
    try (EntryLog log = Logs.open(data)) {
      key = log.verifierKey();
      log.append(Logs.policyLoaded("p1", "default: permit\n"));
      for (int i = 0; i < 5; i++) {
        log.append(Logs.request("e" + i, "{\"id\":" + i + "}"));
        log.append(Logs.response("e" + i, "{\"id\":" + i + ",\"result\":{}}"));
      }
    }
    SelectionExport.write(
        data,
        selection,
        new Wanted(List.of(entry -> entry.exchange().equals(Optional.of("e2")))),
        Progress.silent());
  }

  private void requireRefused(String what) {
    assertInstanceOf(Verification.Failed.class, Verifier.verify(selection), what);
    assertInstanceOf(Verification.Failed.class, Verifier.verify(selection, key), what);
  }

  private void requireVerified() {
    assertInstanceOf(Verification.Verified.class, Verifier.verify(selection));
    assertInstanceOf(Verification.Verified.class, Verifier.verify(selection, key));
  }

  @Test
  void refusesEachFileChangedCutOrMissing() throws IOException {
    requireVerified();
    for (String path : Bundles.paths(selection)) {
      Path file = selection.resolve(path);
      byte[] good = Files.readAllBytes(file);
      for (int offset = 0; offset < good.length; offset += Math.max(1, good.length / 6)) {
        byte[] changed = good.clone();
        changed[offset] ^= 1;
        Files.write(file, changed);
        requireRefused(path + " changed at " + offset);
      }
      Files.delete(file);
      requireRefused(path + " missing");
      Files.write(file, good);
    }
    requireVerified();
  }

  @Test
  void refusesTheSameWithSumsToMatch() throws IOException {
    for (String path : Bundles.paths(selection)) {
      Path file = selection.resolve(path);
      byte[] good = Files.readAllBytes(file);
      byte[] changed = good.clone();
      changed[good.length / 2] ^= 1;
      Files.write(file, changed);
      Bundles.writeSums(selection);
      if (!path.equals("SHA256SUMS")) {
        requireRefused(path);
      }
      Files.write(file, good);
    }
    Bundles.writeSums(selection);
    requireVerified();
  }

  @Test
  void refusesOneFileTooManyAndEntriesUnderAnotherNumber() throws IOException {
    for (String more : List.of("more.txt", "entries/more.txt", "entries/4/tx.content", "a/b/4/c")) {
      Path file = selection.resolve(more);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "more");
      Bundles.writeSums(selection);
      requireRefused(more);
      Files.delete(file);
    }
    Files.move(selection.resolve("entries/6"), selection.resolve("entries/8"));
    Bundles.writeSums(selection);
    requireRefused("6 as 8");
  }

  @Test
  void acceptsFewerEntriesForThatASelectionCannotShow() throws IOException {
    for (String path : Bundles.paths(selection)) {
      if (path.startsWith("entries/6/")) {
        Files.delete(selection.resolve(path));
      }
    }
    requireRefused("the sums still name them");
    Bundles.writeSums(selection);
    requireVerified();
  }

  @Test
  void theProgramInTheReadmeFindsItToo() throws IOException, InterruptedException {
    assumeTrue(
        runs(List.of("python3", "-c", "pow(2, -1, 5)"))
            && runs(List.of("openssl", "pkeyutl", "-help")),
        "no python3 or no openssl on the path");
    String readme = Files.readString(selection.resolve("README.txt"));
    Path check =
        Files.writeString(temporary.resolve("check.py"), readme.split("---- 8< ----\n")[1]);
    List<String> command = new ArrayList<>(List.of("python3", check.toString()));
    assertEquals(0, run(command));
    command.add(key);
    assertEquals(0, run(command));
    String entry = "entries/6/";
    for (String path : List.of("leaf.json", "proof.tlog-proof", "msg.content", "msg.salt")) {
      Path file = selection.resolve(entry + path);
      byte[] good = Files.readAllBytes(file);
      byte[] changed = good.clone();
      changed[good.length / 2] ^= 1;
      Files.write(file, changed);
      assertNotEquals(0, run(command), path);
      Files.write(file, good);
    }
    assertEquals(0, run(command));
  }

  private boolean runs(List<String> command) throws InterruptedException {
    try {
      return run(command) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private int run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(selection.toFile());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start().waitFor();
  }
}
