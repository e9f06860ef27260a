package dev.gatehouse.recordings.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where the payload keys are kept, apart from what they seal. Confined to one thread.
 *
 * <p>Errors: {@link StoreAwayException} where it cannot be reached just now.
 */
interface KeyDatabase extends AutoCloseable {

  /** Something that is done over a connection. */
  interface Work<T> {
    T over(Connection connection) throws SQLException;
  }

  /** Reads. */
  <T> T read(Work<T> work) throws SQLException;

  /** Changes something in one transaction, which is durable on return. */
  void write(Work<Integer> work) throws SQLException;

  /**
   * The same, while nobody appends: whoever appends later finds it, and what was appended before is
   * there.
   */
  void writeWhileNobodyAppends(Work<Integer> work) throws SQLException;

  /** Leaves nothing of what was deleted in files of the database's own, as far as it can. */
  void scrub() throws SQLException;

  @Override
  void close() throws SQLException;
}
