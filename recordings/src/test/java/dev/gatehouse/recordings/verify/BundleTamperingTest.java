package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to files and entries as a whole; single bits are turned elsewhere. */
class BundleTamperingTest {
  @TempDir static Path temporary;
  private static Path untouched = Path.of("");
  private static String key = "";

  private Path bundle = Path.of("");

  @BeforeAll
  static void export() throws RecordingException {
    untouched = temporary.resolve("bundle");
    key = Bundles.small(temporary.resolve("data"), untouched);
  }

  @BeforeEach
  void copy() throws IOException, InterruptedException {
    bundle = Files.createTempDirectory(temporary, "copy").resolve("bundle");
    Logs.copy(untouched, bundle);
  }

  private Verification.Failed refused(String what) {
    return assertInstanceOf(Verification.Failed.class, Verifier.verify(bundle, key), what);
  }

  private Verification.Verified accepted() {
    return assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle, key));
  }

  private byte[] read(String path) throws IOException {
    return Files.readAllBytes(bundle.resolve(path));
  }

  private void write(String path, byte[] content) throws IOException {
    Files.write(bundle.resolve(path), content);
  }

  @Test
  void acceptsWhatNobodyTouched() {
    Verification.Verified verified = accepted();
    assertEquals(6, verified.size());
    assertEquals(7, verified.payloads());
    assertEquals(List.of(), verified.warnings());
    Verification.Verified unsure =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle));
    assertEquals(1, unsure.warnings().size());
  }

  @Test
  void namesTheEntryWhoseBytesWereChanged() throws IOException {
    String path = "tile/entries/000.p/6";
    byte[] content = read(path);
    int start = 0;
    for (int entry = 0; entry < 6; entry++) {
      int length = ((content[start] & 0xff) << 8) | (content[start + 1] & 0xff);
      byte[] changed = content.clone();
      changed[start + 2 + length / 2] ^= 1;
      write(path, changed);
      assertEquals(new Verification.AtEntry(entry), refused("entry " + entry).where());
      start += 2 + length;
    }
  }

  @Test
  void refusesEveryFileCutShortOrGrown() throws IOException {
    for (String path : Bundles.paths(bundle)) {
      byte[] content = read(path);
      for (int length : new int[] {0, 1, content.length / 2, content.length - 1}) {
        write(path, Arrays.copyOf(content, length));
        Bundles.writeSums(bundle);
        if (!path.equals("SHA256SUMS")) {
          refused(path + " cut to " + length);
        }
      }
      byte[] grown = Arrays.copyOf(content, content.length + 1);
      grown[content.length] = '\n';
      write(path, grown);
      refused(path + " grown");
      write(path, content);
      Bundles.writeSums(bundle);
    }
    accepted();
  }

  @Test
  void refusesAFileThatIsMissingOrTooMany() throws IOException {
    for (String path : Bundles.paths(bundle)) {
      byte[] content = read(path);
      Files.delete(bundle.resolve(path));
      refused(path + " missing");
      write(path, content);
    }
    for (String extra : List.of("extra.txt", "tile/0/001", "payload/001.jsonl", "checkpoint.old")) {
      write(extra, "x".getBytes(UTF_8));
      assertEquals(new Verification.InFile(extra), refused(extra).where());
      Bundles.writeSums(bundle);
      refused(extra + " with its sum");
      Files.delete(bundle.resolve(extra));
      Bundles.writeSums(bundle);
    }
    accepted();
  }

  @Test
  void refusesALinkInPlaceOfAFile() throws IOException {
    Path elsewhere = bundle.resolveSibling("elsewhere");
    Files.move(bundle.resolve("checkpoint"), elsewhere);
    Files.createSymbolicLink(bundle.resolve("checkpoint"), elsewhere);
    assertEquals(new Verification.InFile("checkpoint"), refused("link").where());
  }

  @Test
  void refusesEveryTwoFilesSwapped() throws IOException {
    List<String> paths = Bundles.paths(bundle);
    for (String one : paths) {
      for (String other : paths) {
        if (one.compareTo(other) < 0) {
          byte[] first = read(one);
          byte[] second = read(other);
          write(one, second);
          write(other, first);
          refused(one + " swapped with " + other);
          write(one, first);
          write(other, second);
        }
      }
    }
  }

  @Test
  void refusesTwoEntriesSwappedTogetherWithTheirHashes() throws IOException {
    byte[] entries = read("tile/entries/000.p/6");
    byte[] hashes = read("tile/0/000.p/6");
    int[] starts = new int[7];
    for (int i = 0; i < 6; i++) {
      int length = ((entries[starts[i]] & 0xff) << 8) | (entries[starts[i] + 1] & 0xff);
      starts[i + 1] = starts[i] + 2 + length;
    }
    byte[] swapped = new byte[entries.length];
    int middle = starts[3] + starts[5] - starts[4];
    System.arraycopy(entries, 0, swapped, 0, starts[3]);
    System.arraycopy(entries, starts[4], swapped, starts[3], starts[5] - starts[4]);
    System.arraycopy(entries, starts[3], swapped, middle, starts[4] - starts[3]);
    System.arraycopy(entries, starts[5], swapped, starts[5], entries.length - starts[5]);
    write("tile/entries/000.p/6", swapped);
    byte[] swappedHashes = hashes.clone();
    System.arraycopy(hashes, 4 * 32, swappedHashes, 3 * 32, 32);
    System.arraycopy(hashes, 3 * 32, swappedHashes, 4 * 32, 32);
    write("tile/0/000.p/6", swappedHashes);
    Bundles.writeSums(bundle);
    refused("entries 3 and 4 swapped");
  }

  @Test
  void refusesALastEntryLeftOut() throws IOException {
    byte[] hashes = read("tile/0/000.p/6");
    Files.delete(bundle.resolve("tile/0/000.p/6"));
    write("tile/0/000.p/5", Arrays.copyOf(hashes, 5 * 32));
    Bundles.writeSums(bundle);
    refused("one entry less");
  }

  @Test
  void refusesWhatAnotherKeySigned() throws RecordingException {
    Path other = bundle.resolveSibling("other");
    String otherKey = Bundles.small(bundle.resolveSibling("other-data"), other);
    assertInstanceOf(Verification.Verified.class, Verifier.verify(other, otherKey));
    Verification.Failed failed =
        assertInstanceOf(Verification.Failed.class, Verifier.verify(other, key));
    assertEquals(new Verification.InFile("policy.txt"), failed.where());
    assertInstanceOf(Verification.Failed.class, Verifier.verify(other, "no key"));
  }

  @Test
  void refusesADirectoryThatIsNeither() throws IOException {
    Path empty = Files.createDirectories(bundle.resolveSibling("empty"));
    assertInstanceOf(Verification.Failed.class, Verifier.verify(empty));
    assertInstanceOf(Verification.Failed.class, Verifier.verify(empty.resolve("missing")));
  }
}
