package dev.gatehouse.recordings.store;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where the rows of a log lie: in files of its data directory, or in a database that several nodes
 * share. The other files of the directory are the node's own in either case.
 */
public sealed interface Storage permits SqliteStorage, PostgresStorage {

  /** The storage that {@code directory} itself holds or names. */
  static Storage of(DataDirectory directory) throws IOException, SQLException {
    Optional<PostgresStorage> shared = PostgresFile.read(directory);
    if (shared.isEmpty()) {
      return new SqliteStorage(directory);
    }
    if (Files.exists(directory.database())) {
      throw new IOException(
          directory.path() + " holds a log in log.db, and names one in PostgreSQL");
    }
    return shared.get();
  }

  /** What holds the rows, and its version. */
  record Engine(String name, String version) {}

  Engine engine() throws SQLException;

  /** What an operator calls the place: a file, a database. */
  String place();

  /** Whether other nodes append to the same log. */
  boolean shared();

  /** Whether there is a log whose making was completed. */
  boolean holdsLog() throws SQLException;

  /** Whether this node has never appended to the log that is there, and so has no guard yet. */
  boolean joins() throws SQLException;

  /** What speaks against making a log where there seems to be none and no guard either. */
  Optional<String> remains() throws IOException;

  /**
   * Makes of the files in the directory what can be made for a log that is there, and checks them.
   */
  void prepareDirectory() throws IOException, SQLException;

  /**
   * Makes an empty log called {@code origin}; after a crash in here it is made anew.
   *
   * @param keys the rows of {@code meta} that say which keys sign it
   */
  void create(String origin, SortedMap<String, String> keys) throws IOException, SQLException;

  /**
   * Takes back what a crash in {@link #create} left half done, where that does not come about of
   * itself. Only for who has the lock.
   */
  default void rollBackMaking() throws SQLException {}

  /** Opens the log for reading, also beside running writers. */
  EntryReader openReader() throws SQLException;

  /** The same, with everything as it was at one moment, whoever writes. */
  EntryReader openReaderOfOneMoment() throws SQLException;

  /** Whether whoever asks may write to the log that is there, as far as its place knows. */
  default boolean mayWrite() throws SQLException {
    return true;
  }

  /** Opens the log for writing. */
  EntryStore openStore() throws IOException, SQLException;

  /** Opens the payload keys for the one writer of this node. */
  PayloadKeys openKeysForWriting() throws IOException, SQLException;

  /** Opens the payload keys for reading, also beside running writers. */
  PayloadKeys openKeysForReading() throws IOException, SQLException;
}
