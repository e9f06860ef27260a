package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code postgres} of a data directory, which says where the rows of its log lie: so that
 * whoever reads or verifies the directory needs no configuration.
 *
 * <p>Shape: three lines, {@code url …}, {@code user …}, {@code node …}; never a password. Another
 * user to read as is taken from {@code PGUSER}, as PostgreSQL's own programs do.
 */
final class PostgresFile {
  private PostgresFile() {}

  /** The storage that {@code directory} names, or none. */
  static Optional<PostgresStorage> read(DataDirectory directory) throws IOException {
    if (!Files.isRegularFile(directory.postgres())) {
      return Optional.empty();
    }
    Map<String, String> words = new HashMap<>();
    List<String> lines = Files.readAllLines(directory.postgres(), UTF_8);
    for (String line : lines) {
      int blank = line.indexOf(' ');
      words.put(line.substring(0, Math.max(0, blank)), line.substring(blank + 1));
    }
    if (lines.size() != 3 || !words.keySet().containsAll(List.of("url", "user", "node"))) {
      throw new IOException(
          directory.postgres() + " expected to have three lines, of url, user and node");
    }
    try {
      String user = Optional.ofNullable(System.getenv("PGUSER")).orElse(words.get("user"));
      PostgresAccess access = PostgresAccess.of("" + words.get("url"), "" + user);
      return Optional.of(new PostgresStorage(directory, access, "" + words.get("node")));
    } catch (IllegalArgumentException e) {
      throw new IOException(directory.postgres() + ": " + e.getMessage(), e);
    }
  }

  /** Writes what {@code storage} is, where the file says something else. */
  static void write(PostgresStorage storage) throws IOException {
    DataDirectory directory = storage.directory();
    String text =
        "url %s\nuser %s\nnode %s\n"
            .formatted(storage.access().url(), storage.access().user(), storage.node());
    if (!Files.isRegularFile(directory.postgres())
        || !Files.readString(directory.postgres(), UTF_8).equals(text)) {
      directory.write(directory.postgres(), text.getBytes(UTF_8), "rw-------");
    }
  }
}
