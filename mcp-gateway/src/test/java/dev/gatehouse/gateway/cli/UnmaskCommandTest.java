package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Vaults;
import dev.gatehouse.gateway.vault.EncryptedVault;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a log that no gateway has open: shown, and erased, each with its entry. */
class UnmaskCommandTest {
  private static final String ADA = token(1);
  private static final String BOB = token(2);
  private static final String NOBODY = token(3);

  @TempDir private Path folder;
  private Path data;

  private static String token(long number) {
    return "[email:t:" + HexFormat.of().toHexDigits(number) + "00000000]";
  }

  @BeforeEach
  void keepTwoValues() throws Exception {
    data = folder.resolve("data");
    LogSettings settings = LogSettings.of(data).withFreeBytesMin(0);
    try (EntryLog log = EntryLog.open(settings, new Boot("test", "none"));
        EncryptedVault vault = Vaults.beside(log, settings)) {
      vault.keep(Map.of(ADA, "ada@example.com", BOB, "bob\n@example.com"));
    }
  }

  @Test
  void showsWhatTokensStandForAndRecordsWhoAskedWhyAndForWhich() throws Exception {
    CommandLineRun run = run("unmask", "--reason", "case 17", ADA, BOB);
    assertEquals(0, run.exitCode(), run::err);
    assertEquals(ADA + " ada@example.com\n" + BOB + " bob @example.com\n", run.out());
    String entry = entries("unmask").getLast();
    assertEquals(
        "{\"by\":\"%s\",\"what\":{\"unmask\":{\"reason\":\"case 17\",\"shown\":[\"%s\",\"%s\"],\"unknown\":[],\"unreadable\":[]}}}"
            .formatted(System.getProperty("user.name"), ADA, BOB),
        entry);
    assertFalse(entry.contains("example.com"), entry);
  }

  @Test
  void showsOneObjectALineForPrograms() {
    CommandLineRun run = run("unmask", "--json", "--reason", "case 17", BOB, NOBODY);
    assertEquals(1, run.exitCode());
    assertEquals(
        "{\"token\":\"%s\",\"value\":\"bob\\n@example.com\"}\n{\"token\":\"%s\",\"fault\":\"unknown\"}\n"
            .formatted(BOB, NOBODY),
        run.out());
  }

  @Test
  void takesTokensFromAFileAndWithoutTheirBrackets() throws Exception {
    List<String> lines = new ArrayList<>(List.of(ADA));
    for (int i = 0; i < 100; i++) {
      lines.add(token(100 + i));
    }
    Path file = Files.write(folder.resolve("tokens"), lines);
    CommandLineRun many = run("unmask", "--reason", "case 17", "@" + file);
    assertEquals(1, many.exitCode());
    assertEquals(ADA + " ada@example.com\n", many.out());
    assertEquals(100, many.err().lines().count());
    assertEquals(2, entries("unmask").size(), "an entry holds 64 tokens at most");

    CommandLineRun bare = run("unmask", "--reason", "x", ADA.substring(1, ADA.length() - 1));
    assertEquals(ADA + " ada@example.com\n", bare.out());
  }

  @Test
  void saysAndRecordsWhichTokensAreUnknown() throws Exception {
    CommandLineRun run = run("unmask", "--reason", "case 17", NOBODY);
    assertEquals(1, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains(NOBODY + " is unknown"), run::err);
    assertTrue(entries("unmask").getLast().contains("\"unknown\":[\"" + NOBODY + "\"]"));
  }

  @Test
  void showsNothingWithoutAReasonAndForNoToken() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    for (List<String> arguments :
        List.of(
            List.of("unmask", ADA),
            List.of("unmask", "--reason", "", ADA),
            List.of("unmask", "--reason", " ", ADA),
            List.of("unmask", "--reason", "x".repeat(501), ADA),
            List.of("unmask", "--reason", "case 17"),
            List.of("unmask", "--reason", "case 17", "@" + folder.resolve("missing")),
            List.of("unmask", "--reason", "case 17", "@" + empty),
            List.of("unmask", "--reason", "case 17", ADA, "ada@example.com"),
            List.of("erase", "--token", ADA),
            List.of("erase", "--reason", "case 17"),
            List.of("erase", "--reason", " ", "--token", ADA),
            List.of("erase", "--reason", "case 17", "--subject", "ada", "--token", ADA))) {
      CommandLineRun run = run(arguments.toArray(String[]::new));
      assertEquals(2, run.exitCode(), () -> arguments + run.err());
      assertEquals("", run.out());
    }
    assertEquals(List.of(), entries("unmask"));
    assertEquals(0, run("unmask", "--reason", "x".repeat(500), ADA).exitCode());
  }

  @Test
  void showsNothingThatCannotBeRecorded() throws Exception {
    Files.writeString(data.resolve("halted"), "a witness has seen more\n");
    CommandLineRun run = run("unmask", "--reason", "case 17", ADA);
    assertEquals(3, run.exitCode());
    assertEquals("", run.out());
    assertFalse(run.err().contains("ada@"), run::err);
  }

  @Test
  void showsNothingOfABrokenVault() throws Exception {
    Files.writeString(data.resolve("vault.db"), "no database any more, for whatever reason it is");
    CommandLineRun run = run("unmask", "--reason", "case 17", ADA);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("the vault of tokens cannot be used"), run::err);
    CommandLineRun retention = run("retention", "--keep-months", "1");
    assertEquals(1, retention.exitCode());
    assertTrue(retention.err().contains("; but tokens stay as they are"), retention::err);
  }

  @Test
  void erasesWhatATokenStandsForAndRecordsIt() throws Exception {
    CommandLineRun dry = run("erase", "--token", ADA, NOBODY, "--reason", "asked for", "--dry-run");
    assertEquals("would erase the value of 1 token\n", dry.out(), dry::err);
    assertEquals(0, run("unmask", "--reason", "still there", ADA).exitCode());

    CommandLineRun run = run("erase", "--token", ADA, NOBODY, "--reason", "asked for");
    assertEquals("erased the value of 1 token\n", run.out(), run::err);
    assertEquals(1, run("unmask", "--reason", "gone", ADA).exitCode());
    assertEquals(0, run("unmask", "--reason", "another's", BOB).exitCode());
    String ordered = entries("tokens.erase").getLast();
    assertTrue(ordered.contains("asked for (ordered by "), ordered);
    assertTrue(ordered.contains(ADA), ordered);
    assertEquals(List.of("{\"values\":1}"), entries("tokens.erased"));
    assertEquals(0, CommandLineRun.of("verify", data.toString()).exitCode());
  }

  @Test
  void erasesNoTokenWhileEverythingIsHeld() throws Exception {
    assertEquals(0, run("hold", "--everything", "--reason", "audit").exitCode());
    CommandLineRun held = run("erase", "--token", ADA, "--reason", "asked for");
    assertEquals(1, held.exitCode());
    assertTrue(held.err().contains("held, nothing was erased: audit"), held::err);
    assertEquals(1, run("erase", "--token", ADA, "--reason", "x", "--dry-run").exitCode());
    assertEquals(List.of(), entries("tokens.erase"));
    assertEquals(0, run("hold", "--everything", "--reason", "done", "--lift").exitCode());
    assertEquals(0, run("erase", "--token", ADA, "--reason", "asked for").exitCode());
  }

  @Test
  void erasesByRetentionWhatWasNotGivenForLong() throws Exception {
    String old = "erased nothing: there is nothing of it\n";
    assertEquals(old, run("retention", "--keep-months", "1").out());
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("vault.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE kept SET seen = 20000 WHERE token = '" + ADA + "'");
    }
    CommandLineRun dry = run("retention", "--keep-months", "1", "--dry-run");
    assertTrue(dry.out().contains("; the value of 1 token last given before 20"), dry::out);
    assertEquals(0, run("unmask", "--reason", "still there", ADA).exitCode());
    CommandLineRun run = run("retention", "--keep-months", "1");
    assertTrue(run.out().contains("; the value of 1 token last given before 20"), run::out);
    assertEquals(1, run("unmask", "--reason", "gone", ADA).exitCode());
    assertEquals(0, run("unmask", "--reason", "given of late", BOB).exitCode());
    assertTrue(entries("tokens.erase").getLast().contains("older than 1 months"));
    assertEquals(old, run("retention", "--keep-months", "1").out());
  }

  private CommandLineRun run(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(1, List.of("--data", data.toString()));
    return CommandLineRun.of(line.toArray(String[]::new));
  }

  /** What the entries of this method say. */
  private List<String> entries(String method) throws Exception {
    try (LogReader reader = LogReader.open(data)) {
      return reader.read(0, 1_000).stream()
          .filter(entry -> entry.method().filter(method::equals).isPresent())
          .map(UnmaskCommandTest::context)
          .toList();
    }
  }

  private static String context(StoredEntry entry) {
    return entry.part(PartName.CTX).orElseThrow().toText();
  }
}
