package dev.gatehouse.recordings;

import dev.gatehouse.recordings.anchor.Anchoring;
import dev.gatehouse.recordings.keys.KeySource;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a log is kept.
 *
 * <p>Units and ranges: {@code origin} is the name that checkpoints are signed under, without spaces
 * or {@code +}; it is fixed when the log is created. {@code checkpointEvery} is between 10 ms and
 * one day. Below {@code freeBytesMin} of free space no new exchange begins; what remains is for
 * closing those that run. {@code node} is the name of this writer among several of one log. Where
 * {@code postgres} is given, the rows lie there and not in the directory, and each node has a
 * directory of its own. {@code anchoring} says who vouches for the log outside, {@code keySource}
 * where its signing keys lie.
 */
public record LogSettings(
    Path directory,
    String origin,
    Duration checkpointEvery,
    long freeBytesMin,
    InstantSource clock,
    Optional<String> node,
    Optional<PostgresAccess> postgres,
    Anchoring anchoring,
    KeySource keySource) {

  /** One name without a path: some verifiers take the first signature whose name is the host. */
  private static final String ORIGIN = "gatehouse.local";

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);

  /** Room for the closing entries of a full queue with large replies. */
  private static final long FREE_BYTES_MIN = 64L * 1024 * 1024;

  /** Room for a host's name; it stands in every entry. */
  private static final int NODE_CHARS_MAX = 64;

  public LogSettings {
    if (origin.isEmpty() || !origin.matches("[A-Za-z0-9._/:~-]{1,255}")) {
      throw new IllegalArgumentException(
          "origin `" + origin + "` expected to be like log.example.com or example.com/log");
    }
    if (checkpointEvery.compareTo(Duration.ofMillis(10)) < 0
        || checkpointEvery.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "checkpointEvery is " + checkpointEvery + ", expected 10 ms to one day");
    }
    if (freeBytesMin < 0) {
      throw new IllegalArgumentException(
          "freeBytesMin is " + freeBytesMin + ", expected 0 or more");
    }
    node.ifPresent(name -> Entry.requireToken("node", name, NODE_CHARS_MAX));
  }

  /** The defaults, for the log in {@code directory}. */
  public static LogSettings of(Path directory) {
    return new LogSettings(
        directory,
        ORIGIN,
        CHECKPOINT_EVERY,
        FREE_BYTES_MIN,
        InstantSource.system(),
        Optional.empty(),
        Optional.empty(),
        Anchoring.none(),
        new KeySource.Files());
  }

  public LogSettings withOrigin(String name) {
    return with(draft -> draft.origin = name);
  }

  public LogSettings withCheckpointEvery(Duration interval) {
    return with(draft -> draft.checkpointEvery = interval);
  }

  public LogSettings withFreeBytesMin(long bytes) {
    return with(draft -> draft.freeBytesMin = bytes);
  }

  public LogSettings withClock(InstantSource source) {
    return with(draft -> draft.clock = source);
  }

  /** As the node called {@code name}, which every entry says. */
  public LogSettings withNode(String name) {
    return with(draft -> draft.node = Optional.of(name));
  }

  /** With the rows of the log in the database at {@code url}, whose password is found elsewhere. */
  public LogSettings withPostgres(String url, String user) {
    return withPostgres(PostgresAccess.of(url, user));
  }

  /** With the rows of the log in the database at {@code url}. */
  public LogSettings withPostgres(String url, String user, String password) {
    return withPostgres(PostgresAccess.of(url, user).withPassword(password));
  }

  LogSettings withPostgres(PostgresAccess access) {
    return with(draft -> draft.postgres = Optional.of(access));
  }

  public LogSettings withAnchoring(Anchoring outside) {
    return with(draft -> draft.anchoring = outside);
  }

  public LogSettings withKeySource(KeySource source) {
    return with(draft -> draft.keySource = source);
  }

  private LogSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings of which one is being changed. */
  private static final class Draft {
    private final Path directory;
    private String origin;
    private Duration checkpointEvery;
    private long freeBytesMin;
    private InstantSource clock;
    private Optional<String> node;
    private Optional<PostgresAccess> postgres;
    private Anchoring anchoring;
    private KeySource keySource;

    Draft(LogSettings from) {
      directory = from.directory;
      origin = from.origin;
      checkpointEvery = from.checkpointEvery;
      freeBytesMin = from.freeBytesMin;
      clock = from.clock;
      node = from.node;
      postgres = from.postgres;
      anchoring = from.anchoring;
      keySource = from.keySource;
    }

    LogSettings settings() {
      return new LogSettings(
          directory,
          origin,
          checkpointEvery,
          freeBytesMin,
          clock,
          node,
          postgres,
          anchoring,
          keySource);
    }
  }
}
