package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders on a log that no gateway has open. */
class OrderOfficeTest {
  @TempDir private Path folder;

  /** The address leads nowhere: whoever asked the database would say so. */
  private Path copyOfANode() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.writeString(
        copy.resolve("postgres"),
        "url jdbc:postgresql://127.0.0.1:1/log\nuser gatehouse\nnode a\n");
    return copy;
  }

  private Path log() throws Exception {
    Path data = folder.resolve("data");
    EntryLog.open(LogSettings.of(data).withFreeBytesMin(0), new Boot("test", "none")).close();
    return data;
  }

  @Test
  void refusesAnOrderWhereADirectoryAloneNamesASharedLog() throws Exception {
    String[] hold = {"hold", "--subject", "alice", "--reason", "lawsuit 5", "--data", ""};
    hold[hold.length - 1] = copyOfANode().toString();
    CommandLineRun run = CommandLineRun.of(hold);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("by --config instead of the directory"), run::err);
    hold[hold.length - 1] = log().toString();
    CommandLineRun own = CommandLineRun.of(hold);
    assertEquals(0, own.exitCode(), own::err);
  }

  @Test
  void endsWithThreeWhereTheLogIsHalted() throws Exception {
    Path data = log();
    Files.writeString(data.resolve("halted"), "a witness has seen more\n");
    CommandLineRun run =
        CommandLineRun.of(
            "erase", "--subject", "alice", "--reason", "a request", "--data", data.toString());
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("a witness has seen more"), run::err);
    assertTrue(reading(data).startsWith("warning: this is not recorded: "));
  }

  @Test
  void saysThatReadingASharedLogByItsDirectoryIsNotRecorded() throws Exception {
    String said = reading(copyOfANode());
    assertTrue(said.startsWith("warning: this is not recorded: the log of "), said);
    assertTrue(said.contains("only its node writes to it"), said);
    assertEquals("", reading(log()));
  }

  private static String reading(Path directory) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(new ByteArrayInputStream(new byte[0]), print, print, false, Map.of());
    new OrderOffice(directory, Optional.empty(), terminal)
        .reading(terminal, "view", JsonValue.EMPTY_JSON_OBJECT);
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void recordsTheDigestOfASessionThatWasAskedFor() throws Exception {
    Path data = log();
    String session = "3f0c8f6e-52a7-4a3c-9d53-1c8e7a55f3f1";
    CommandLineRun run =
        CommandLineRun.of("log", "--data", data.toString(), "--session", session, "--last", "7");
    assertEquals(0, run.exitCode(), run::err);
    String recorded = lastReading(data);
    assertFalse(recorded.contains(session), recorded);
    assertTrue(recorded.matches(".*\"session\":\"[0-9a-f]{16}\".*"), recorded);
  }

  private static String lastReading(Path data) throws Exception {
    try (LogReader reader = LogReader.open(data)) {
      // The last entry says that the log was closed again.
      StoredEntry read = reader.read(reader.size() - 2, 1).getFirst();
      return read.part(PartName.CTX).orElseThrow().toText();
    }
  }
}
