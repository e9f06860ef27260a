package dev.gatehouse.gateway.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryFilterTest {
  @TempDir Path directory;
  private StoredEntry request;

  @BeforeEach
  void recordOneCall() throws RecordingException {
    try (EntryLog log = Recorded.open(directory)) {
      log.append(Recorded.request("e1", "alice", "{}"));
    }
    try (LogReader log = LogReader.open(directory)) {
      request = log.read(1, 1).getFirst();
    }
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private boolean matches(
      String tool, String upstream, String principal, String decision, String session) {
    return new EntryFilter(
            Optional.empty(),
            Optional.empty(),
            some(tool),
            some(upstream),
            some(principal),
            some(decision),
            some(session),
            Optional.empty(),
            Optional.empty())
        .alone()
        .test(request);
  }

  @Test
  void matchesWhoWhatAndHowItWasDecided() {
    assertTrue(matches("", "", "", "", ""));
    assertTrue(matches("crm__*", "crm", "alice", "permit", ""));
    assertTrue(matches("find", "", "", "", ""));
    assertFalse(matches("f", "", "", "", ""));
    assertFalse(matches("", "billing", "", "", ""));
    assertFalse(matches("", "", "ali", "", ""));
    assertFalse(matches("", "", "", "refuse", ""));
  }

  @Test
  void matchesASessionByItsIdAndByItsDigest() {
    assertTrue(matches("", "", "", "", "a665a45920422f9d"));
    // The digest of this id begins so.
    assertTrue(matches("", "", "", "", "123"));
    assertFalse(matches("", "", "", "", "124"));
  }

  @Test
  void recordsASessionsDigestWhicheverWasGiven() {
    assertEquals("a665a45920422f9d", EntryFilter.recordedSession("123"));
    assertEquals("a665a45920422f9d", EntryFilter.recordedSession("a665a45920422f9d"));
  }

  @Test
  void theFirstMomentIsInAndTheLastIsOut() {
    Instant time = request.time();
    assertTrue(in(time, time.plusNanos(1000)));
    assertFalse(in(time.minusSeconds(1), time));
    assertFalse(in(time.plusNanos(1000), time.plusSeconds(1)));
  }

  private boolean in(Instant since, Instant until) {
    EntryFilter filter =
        new EntryFilter(
            Optional.of(since),
            Optional.of(until),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("e1"),
            Optional.of(EntryKind.REQUEST));
    assertEquals(3, filter.conditions().size());
    return filter.alone().test(request);
  }
}
