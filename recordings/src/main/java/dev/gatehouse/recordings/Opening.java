package dev.gatehouse.recordings;

import dev.gatehouse.recordings.clock.ClockStatement;
import dev.gatehouse.recordings.leaf.JsonStrings;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.Storage;
import dev.gatehouse.recordings.store.TailGuard;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** The entries that a log writes when it is opened. */
final class Opening {
  private static final int PROBES = 3;

  private Opening() {}

  /**
   * What the log was, and what opens it now.
   *
   * <p>Shape of its {@code ctx}: {@code {"clean":true,"clock":{…},"configuration":"…",
   * "fsyncMicros":812,"java":"25.0.3","previousRoot":"…","previousSize":41,"sqlite":"3.54.1","version":"0.1.0"}},
   * or with {@code "postgres":"17.5"}.
   */
  static Entry bootEntry(LogFiles files, boolean clean, Boot boot, ClockStatement clock)
      throws RecordingException {
    Head head = files.head();
    SortedMap<String, String> members = new TreeMap<>();
    members.put("clean", Boolean.toString(clean));
    members.put("clock", clock.json());
    members.put("configuration", JsonStrings.quote(boot.configurationDigest()));
    members.put("fsyncMicros", Long.toString(probeMicros(files)));
    members.put("java", JsonStrings.quote(Runtime.version().toString()));
    members.put("previousRoot", JsonStrings.quote(head.root().base64()));
    members.put("previousSize", Long.toString(head.size()));
    Storage.Engine engine = engine(files);
    members.put(engine.name(), JsonStrings.quote(engine.version()));
    members.put("version", JsonStrings.quote(boot.version()));
    return Entry.builder(EntryKind.BOOT)
        .part(PartName.CTX, Bytes.utf8(JsonStrings.object(members)))
        .build();
  }

  private static Storage.Engine engine(LogFiles files) throws RecordingException {
    try {
      return files.storage().engine();
    } catch (SQLException e) {
      throw new RecordingException("cannot ask the log's database for its version", e);
    }
  }

  /** How long a small synchronous write takes: the median of a few, on the guard. */
  private static long probeMicros(LogFiles files) throws RecordingException {
    Head head = files.head();
    long[] nanos = new long[PROBES];
    try {
      for (int i = 0; i < PROBES; i++) {
        long start = System.nanoTime();
        files.guard().write(new TailGuard.Mark(head.size(), head.root()));
        nanos[i] = System.nanoTime() - start;
      }
    } catch (IOException e) {
      throw new RecordingException("cannot write the guard of the log", e);
    }
    Arrays.sort(nanos);
    return nanos[PROBES / 2] / 1000;
  }

  /** The closing entry of a request whose process ended before it could write one. */
  static Entry unknownOutcome(String exchange) {
    return Entry.builder(EntryKind.OUTCOME_UNKNOWN).exchange(exchange).build();
  }
}
