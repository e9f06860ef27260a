package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.BundleExport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZippedFilesTest {
  @TempDir Path temporary;
  private Path zip;

  @BeforeEach
  void place() {
    zip = temporary.resolve("x.zip");
  }

  private static byte[] zip(String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream target = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        target.putNextEntry(new ZipEntry(namesAndContents[i]));
        target.write(namesAndContents[i + 1].getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private Verification.Failed refused() {
    return assertInstanceOf(Verification.Failed.class, Verifier.verify(zip));
  }

  @Test
  void opensWhatIsTheSameInBothItsLists() throws IOException, FaultException {
    Files.write(zip, zip("a", "1", "folder/", "", "folder/b", "2"));
    try (ZippedFiles files = ZippedFiles.open(zip)) {
      assertEquals("2", Files.readString(files.root().resolve("folder/b")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/a", "a/../b", "a//b", "./a", "a\\b", "C:a", "//", "/"})
  void refusesNamesThatLeadElsewhere(String name) throws IOException {
    Files.write(zip, zip("checkpoint", "x", name, ""));
    assertTrue(refused().found().startsWith("the name `"), refused()::toString);
  }

  @Test
  void refusesAFileThatOnlyOneOfItsListsHas() throws IOException {
    // The directory at the end stays as it was; before it, the second file gets the first's name.
    String bytes = new String(zip("aa", "1", "bb", "2"), ISO_8859_1);
    int second = bytes.indexOf("bb");
    String renamed = bytes.substring(0, second) + "cc" + bytes.substring(second + 2);
    Files.write(zip, renamed.getBytes(ISO_8859_1));
    assertInstanceOf(Verification.Failed.class, Verifier.verify(zip));
    String twice = bytes.substring(0, second) + "aa" + bytes.substring(second + 2);
    Files.write(zip, twice.getBytes(ISO_8859_1));
    assertEquals("`aa` twice", refused().found());
  }

  @Test
  void refusesAZipBehindAnotherZip() throws IOException {
    byte[] first = zip("checkpoint", "one");
    byte[] second = zip("checkpoint", "two");
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Files.write(zip, both);
    refused();
  }

  @Test
  void refusesWhatIsNoZip() throws IOException {
    Files.writeString(zip, "no zip");
    assertTrue(refused().where().text().endsWith("x.zip"));
  }

  @Test
  void refusesFlippedBitsOrFindsTheSameFiles() throws IOException, RecordingException {
    Path data = temporary.resolve("data");
    String key;
    try (EntryLog log = Logs.open(data)) {
      key = log.verifierKey();
      log.append(Logs.request("e1", "{}"));
      log.append(Logs.response("e1", "{}"));
    }
    BundleExport.write(data, zip);
    byte[] good = Files.readAllBytes(zip);
    var expected = assertInstanceOf(Verification.Verified.class, Verifier.verify(zip, key));
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] changed = good.clone();
      changed[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(zip, changed);
      // Times and attributes of files are no content: a change there is none.
      if (Verifier.verify(zip, key) instanceof Verification.Verified verified) {
        assertEquals(expected, verified);
      }
    }
  }
}
