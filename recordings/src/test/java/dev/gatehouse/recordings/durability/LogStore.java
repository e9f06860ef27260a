package dev.gatehouse.recordings.durability;

import dev.gatehouse.recordings.Appended;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import java.nio.file.Path;
import java.time.Duration;

/** The log itself. Thread-safe. */
final class LogStore implements AcknowledgingStore {
  private final EntryLog log;

  LogStore(Path directory, Duration checkpointEvery) throws RecordingException {
    log = EntryLog.open(LogSettings.of(directory).withCheckpointEvery(checkpointEvery), Logs.BOOT);
  }

  @Override
  public String put(String name) throws RecordingException {
    String exchange = name.substring(1);
    return text(
        log.append(
            name.startsWith("+")
                ? Logs.request(exchange, "{\"name\":\"" + name + "\"}")
                : Logs.response(exchange, "{\"name\":\"" + name + "\"}")));
  }

  @Override
  public void close() {
    log.close();
  }

  private static String text(Appended appended) {
    return appended.index() + " " + appended.leafHash().base64();
  }
}
