package dev.gatehouse.gateway.audit;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log knows of the sessions of legacy clients, so that they go on where a gateway was
 * started again, or with another gateway on the same log.
 *
 * <p>The log is read backwards from its end until the last request of the session is found, no
 * further than sessions may be idle and no more than {@link #ENTRIES_MAX}; what was read once is
 * remembered, so that of the next session only what is new has to be read. Ask only for ids that
 * were given: asking costs a look into the log. Thread-safe; one looks at a time.
 */
public final class RecordedSessions {
  /** The method by which the end of a session is recorded. */
  static final String END = "session/end";

  private static final String SUBSCRIBE = "resources/subscribe";

  private static final Logger LOG = System.getLogger(RecordedSessions.class.getName());

  /** Half an hour of a busy team; reading them takes some seconds, once. */
  private static final int ENTRIES_MAX = 50_000;

  private static final int BATCH = 256;

  /** A session as it was recorded. */
  public record Recalled(RequestMetadata metadata, Instant began) {}

  /** The newest that was recorded of a session. */
  private record Last(
      long index,
      Instant time,
      boolean hasEnded,
      boolean hasSubscribed,
      String protocol,
      Optional<String> logLevel) {
    /** What a client subscribed to is not recalled, and it would wait for news in vain. */
    boolean canGoOn() {
      return !hasEnded && !hasSubscribed;
    }
  }

  private final Path directory;
  private final InstantSource clock;
  private final Duration idle;
  private final Map<String, Last> byDigest = new HashMap<>();
  // What was read: the entries from the first (inclusive) to the second (exclusive).
  private long low;
  private long high;

  /**
   * In the log of this directory.
   *
   * @param idle how long a session lasts without a request
   */
  public RecordedSessions(Path directory, InstantSource clock, Duration idle) {
    this.directory = directory;
    this.clock = clock;
    this.idle = idle;
  }

  /**
   * The session with this id, unless it has ended, was idle for too long, or has subscribed to
   * resources; also not where what was recorded of it is erased.
   *
   * @param recordedAt the index of its {@code initialize}
   */
  public synchronized Optional<Recalled> find(String id, String endpoint, long recordedAt) {
    try (LogReader log = LogReader.open(directory)) {
      Instant since = clock.instant().minus(idle);
      Optional<Last> last = last(log, Statements.digest(id), since);
      List<StoredEntry> opening = last.isPresent() ? log.read(recordedAt, 1) : List.of();
      return opening.isEmpty()
          ? Optional.empty()
          : recalled(opening.getFirst(), endpoint, last.orElseThrow());
    } catch (RecordingException e) {
      LOG.log(Level.WARNING, "event=session-not-recalled cause=" + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Recalled> recalled(StoredEntry opening, String endpoint, Last last) {
    Optional<JsonObject> context = json(opening, PartName.CTX);
    Optional<JsonObject> message = json(opening, PartName.MSG);
    Optional<JsonObject> actor = json(opening, PartName.ACTOR);
    boolean isOpening =
        opening.kind() == EntryKind.REQUEST
            && opening.method().equals(Optional.of("initialize"))
            && context.filter(it -> it.getString("endpoint", "").equals(endpoint)).isPresent();
    if (!isOpening || message.isEmpty() || actor.isEmpty()) {
      return Optional.empty();
    }
    String capabilities =
        params(message.get())
            .flatMap(params -> Optional.ofNullable(params.get("capabilities")))
            .filter(JsonObject.class::isInstance)
            .map(Object::toString)
            .orElse("{}");
    Optional<String> client = Optional.ofNullable(actor.get().getString("client", null));
    return Optional.of(
        new Recalled(
            new RequestMetadata(last.protocol(), client, capabilities, last.logLevel()),
            opening.time()));
  }

  private Optional<Last> last(LogReader log, String digest, Instant since)
      throws RecordingException {
    long size = log.size();
    if (size - high > ENTRIES_MAX || size < high || high == 0) {
      byDigest.clear();
      low = size;
      high = size;
    }
    while (high < size) {
      high += take(log, high, (int) Math.min(BATCH, size - high)).size();
    }
    byDigest.values().removeIf(last -> last.time().isBefore(since));
    boolean isRecent = true;
    while (!byDigest.containsKey(digest) && isRecent && low > 0 && high - low < ENTRIES_MAX) {
      long from = Math.max(0, low - BATCH);
      List<StoredEntry> read = take(log, from, (int) (low - from));
      isRecent = !read.isEmpty() && !read.getFirst().time().isBefore(since);
      low = from;
    }
    return Optional.ofNullable(byDigest.get(digest))
        .filter(last -> last.canGoOn() && !last.time().isBefore(since));
  }

  /** Reads all of so many entries, and notes what they say of sessions. */
  private List<StoredEntry> take(LogReader log, long from, int count) throws RecordingException {
    List<StoredEntry> all = new ArrayList<>();
    while (all.size() < count) {
      List<StoredEntry> read = log.read(from + all.size(), count - all.size());
      if (read.isEmpty()) {
        throw new RecordingException("entry " + (from + all.size()) + " is missing");
      }
      read.forEach(this::note);
      all.addAll(read);
    }
    return all;
  }

  private void note(StoredEntry entry) {
    Optional<JsonObject> context = json(entry, PartName.CTX);
    Optional<String> digest = context.map(it -> it.getString("session", ""));
    if (digest.isEmpty() || digest.get().isEmpty()) {
      return;
    }
    Last noted =
        new Last(
            entry.index(),
            entry.time(),
            entry.method().equals(Optional.of(END)),
            entry.method().equals(Optional.of(SUBSCRIBE))
                || context.get().getBoolean("subscribed", false),
            context.get().getString("protocol", ""),
            logLevel(entry, context.get()));
    byDigest.merge(digest.get(), noted, RecordedSessions::newer);
  }

  private static Last newer(Last one, Last other) {
    Last newer = one.index() > other.index() ? one : other;
    return new Last(
        newer.index(),
        newer.time(),
        one.hasEnded() || other.hasEnded(),
        one.hasSubscribed() || other.hasSubscribed(),
        newer.protocol(),
        newer.logLevel());
  }

  /** The level from this entry on: a request that sets it is recorded with the one before. */
  private static Optional<String> logLevel(StoredEntry entry, JsonObject context) {
    return entry
        .method()
        .filter("logging/setLevel"::equals)
        .flatMap(_ -> json(entry, PartName.MSG))
        .flatMap(RecordedSessions::params)
        .flatMap(params -> Optional.ofNullable(params.getString("level", null)))
        .or(() -> Optional.ofNullable(context.getString("logLevel", null)));
  }

  private static Optional<JsonObject> params(JsonObject message) {
    return Optional.ofNullable(message.get("params"))
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }

  private static Optional<JsonObject> json(StoredEntry entry, PartName part) {
    Optional<String> text = entry.part(part).map(bytes -> bytes.toText());
    if (text.isEmpty() || text.get().isEmpty()) {
      return Optional.empty();
    }
    try (JsonReader reader = Json.createReader(new StringReader(text.get()))) {
      return Optional.of(reader.readObject());
    } catch (JsonException | ClassCastException e) {
      return Optional.empty();
    }
  }
}
