package dev.gatehouse.recordings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;

/** Logs and entries for tests. */
public final class Logs {
  public static final Boot BOOT = new Boot("0.1.0", "c0ffee");

  private Logs() {}

  public static EntryLog open(Path directory) throws RecordingException {
    return EntryLog.open(
        LogSettings.of(directory).withCheckpointEvery(Duration.ofMillis(50)), BOOT);
  }

  public static Entry request(String exchange, String message) {
    return Entry.builder(EntryKind.REQUEST)
        .subject("alice")
        .exchange(exchange)
        .direction(Direction.CLIENT_TO_SERVER)
        .method("tools/call")
        .upstream("crm")
        .tool("crm__find_customer")
        .decision("permit")
        .policyDigest("p1")
        .part(PartName.ACTOR, Bytes.utf8("alice"))
        .part(PartName.MSG, Bytes.utf8(message))
        .build();
  }

  public static Entry response(String exchange, String message) {
    return Entry.builder(EntryKind.RESPONSE)
        .subject("alice")
        .exchange(exchange)
        .direction(Direction.SERVER_TO_CLIENT)
        .part(PartName.MSG, Bytes.utf8(message))
        .build();
  }

  public static Entry policyLoaded(String digest, String text) {
    return Entry.builder(EntryKind.ADMIN)
        .method("policy.loaded")
        .policyDigest(digest)
        .part(PartName.POL, Bytes.utf8(text))
        .build();
  }

  /** Appends where no checked exception can be thrown. */
  public static Appended append(EntryLog log, Entry entry) {
    try {
      return log.append(entry);
    } catch (RecordingException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes of a closed log one as they were when there was one kind of key. */
  public static void forgetSecondKey(Path directory) throws Exception {
    Files.delete(directory.resolve("signing-ml-dsa-44.pem"));
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("log.db"));
        Statement statement = database.createStatement()) {
      statement.executeUpdate("DELETE FROM meta WHERE name LIKE 'key.%'");
      statement.executeUpdate("DELETE FROM checkpoint");
    }
    Path handedOut = directory.resolve("log.vkey");
    Files.writeString(handedOut, Files.readString(handedOut).lines().toList().getFirst() + "\n");
  }

  /**
   * Copies a directory as a crash would leave it. In a process of its own: closing a database's
   * file within this one would drop the locks that SQLite holds on it.
   */
  public static void copy(Path from, Path to) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cp", "-r", from.toString(), to.toString()).start();
    if (process.waitFor() != 0) {
      throw new IOException("cannot copy " + from);
    }
  }
}
