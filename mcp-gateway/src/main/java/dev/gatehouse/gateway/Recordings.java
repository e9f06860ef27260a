package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.RecordingException;

/** Opens the log that a configuration describes. */
public final class Recordings {
  private Recordings() {}

  /**
   * Opens it for writing.
   *
   * @param version of the program that opens it
   * @throws RecordingException where another process has it, or it does not hang together
   */
  public static EntryLog open(Configuration configuration, String version)
      throws RecordingException {
    return EntryLog.open(
        configuration.recordings().log(), new Boot(version, configuration.digest()));
  }
}
