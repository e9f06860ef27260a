package dev.gatehouse.recordings.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZippedExportTest {
  @TempDir Path temporary;
  private Path directory;
  private Path zip;
  private String key;

  @BeforeEach
  void recordSomething() throws RecordingException {
    directory = temporary.resolve("data");
    zip = temporary.resolve("bundle.zip");
    try (EntryLog log = Logs.open(directory)) {
      key = log.verifierKey();
      log.append(Logs.policyLoaded("p1", "default: permit\n"));
      for (int i = 0; i < 140; i++) {
        Logs.append(log, Logs.request("e" + i, "{\"id\":" + i + "}"));
        Logs.append(log, Logs.response("e" + i, "{\"id\":" + i + ",\"result\":{}}"));
      }
    }
  }

  @Test
  void holdsTheSameFilesAsTheDirectoryAndVerifies() throws RecordingException, IOException {
    Path bundle = temporary.resolve("bundle");
    ExportReport plain = BundleExport.write(directory, bundle);
    ExportReport zipped = BundleExport.write(directory, zip);
    assertEquals(plain.files(), zipped.files());
    assertEquals(plain.bytes(), zipped.bytes());
    try (ZipFile read = new ZipFile(zip.toFile());
        Stream<Path> files = Files.walk(bundle)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertEquals(found.size(), read.size());
      for (Path file : found) {
        ZipEntry entry = read.getEntry(bundle.relativize(file).toString());
        assertArrayEquals(
            Files.readAllBytes(file), read.getInputStream(entry).readAllBytes(), file::toString);
      }
    }
    var verified = assertInstanceOf(Verification.Verified.class, Verifier.verify(zip, key));
    assertEquals(plain.root(), verified.root());
  }

  @Test
  void isTheSameBytesEachTimeAndLeavesNothingElse() throws RecordingException, IOException {
    Path again = temporary.resolve("again.zip");
    BundleExport.write(directory, zip);
    BundleExport.write(directory, again);
    assertArrayEquals(Files.readAllBytes(zip), Files.readAllBytes(again));
    try (Stream<Path> files = Files.list(temporary)) {
      assertEquals(3, files.count());
    }
  }

  @Test
  void isNeverWrittenOverAFile() throws IOException {
    Files.writeString(zip, "mine");
    var refused = assertThrows(RecordingException.class, () -> BundleExport.write(directory, zip));
    assertTrue(refused.toString().contains("the target exists"), refused::toString);
    assertEquals("mine", Files.readString(zip));
  }

  @Test
  void leavesNoHalfOfAZip() throws IOException {
    Path empty = Files.createDirectory(temporary.resolve("no-log"));
    assertThrows(RecordingException.class, () -> BundleExport.write(empty, zip));
    assertFalse(Files.exists(zip));
  }

  @Test
  void holdsFilesThatDoNotFitIntoMemory() throws IOException {
    byte[] large = new byte[3 * 1024 * 1024 + 17];
    new Random(1).nextBytes(large);
    try (ExportTarget target = ExportTarget.of(zip)) {
      OutputStream first = target.create("first");
      try (OutputStream second = target.create("second")) {
        second.write('2');
      }
      for (int offset = 0; offset < large.length; offset += 1000) {
        first.write(large, offset, Math.min(1000, large.length - offset));
      }
      first.close();
      target.complete();
    }
    try (ZipFile read = new ZipFile(zip.toFile())) {
      assertArrayEquals(large, read.getInputStream(read.getEntry("first")).readAllBytes());
      List<String> names = new ArrayList<>();
      read.entries().asIterator().forEachRemaining(entry -> names.add(entry.getName()));
      assertEquals(List.of("second", "first"), names);
    }
  }

  @Test
  void holdsMoreFilesThanTheFirstFormOfZipsCould() throws IOException {
    int count = 65_600;
    try (ExportTarget target = ExportTarget.of(zip)) {
      for (int i = 0; i < count; i++) {
        target.create("f/" + i).close();
      }
      target.complete();
    }
    try (ZipFile read = new ZipFile(zip.toFile())) {
      assertEquals(count, read.size());
    }
  }
}
