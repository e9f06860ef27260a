package dev.gatehouse.recordings.durability;

import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;

/** Something that says of what is put into it that it is durable. Thread-safe. */
@SuppressWarnings("try")
interface AcknowledgingStore extends AutoCloseable {
  /**
   * Puts something unheard of and returns once it is said to be durable: where it is, and a hash of
   * it in base64, with a blank between.
   */
  String put(String name) throws RecordingException, SQLException;

  @Override
  void close() throws SQLException;
}
