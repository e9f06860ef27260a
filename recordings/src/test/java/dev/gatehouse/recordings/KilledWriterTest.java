package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.export.BundleExport;
import dev.gatehouse.recordings.export.ExportReport;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process writes; this one looks on, is refused, exports, and kills it under load. */
class KilledWriterTest {
  private static final int ROUNDS = 3;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 300;

  @TempDir Path temporary;

  private static Process start(Path directory, int round) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            directory.toString(),
            Integer.toString(round))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void losesNothingThatItAcknowledged() throws Exception {
    Path directory = temporary.resolve("data");
    Map<Long, String> acknowledged = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Process writer = start(directory, round);
      try (BufferedReader output = writer.inputReader(UTF_8)) {
        for (int i = 0; i < ACKNOWLEDGED_BEFORE_KILL; i++) {
          note(acknowledged, output.readLine());
        }
        if (round == 0) {
          lookOn(directory);
        }
        // By its handle: the process's own method would close its output unread.
        writer.toHandle().destroyForcibly();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          note(acknowledged, line);
        }
        writer.waitFor();
      }
    }
    Logs.open(directory).close();
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
    assertEquals(0, verified.openExchanges());
    requireAll(directory, acknowledged);
  }

  private static void note(Map<Long, String> acknowledged, String line) {
    String[] words = line.split(" ", -1);
    // The last line of a killed process may be cut off: then nobody has seen it.
    if (words.length == 2 && words[1].length() == 44) {
      acknowledged.put(Long.parseLong(words[0]), words[1]);
    }
  }

  private void lookOn(Path directory) throws RecordingException, InterruptedException {
    RecordingException refused = assertThrows(RecordingException.class, () -> Logs.open(directory));
    assertTrue(refused.toString().contains(directory.toString()), refused.toString());
    Path bundle = temporary.resolve("bundle");
    Thread.sleep(200);
    ExportReport report = BundleExport.write(directory, bundle);
    assertTrue(report.size() > 1 && report.size() <= report.committedSize(), report.toString());
    assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle));
    assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
  }

  private static void requireAll(Path directory, Map<Long, String> acknowledged)
      throws RecordingException {
    assertTrue(acknowledged.size() >= ROUNDS * ACKNOWLEDGED_BEFORE_KILL);
    try (LogReader reader = LogReader.open(directory)) {
      for (StoredEntry entry : reader.read(0, 10_000)) {
        String expected = acknowledged.remove(entry.index());
        if (expected != null) {
          assertEquals(expected, entry.leafHash().base64(), "entry " + entry.index());
        }
      }
    }
    assertEquals(Map.of(), acknowledged);
  }
}
