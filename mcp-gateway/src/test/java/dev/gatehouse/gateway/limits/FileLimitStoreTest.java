package dev.gatehouse.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.limit.Limit;
import dev.gatehouse.policies.limit.LimitStore;
import dev.gatehouse.policies.limit.LimitStore.Need;
import dev.gatehouse.policies.limit.LimitStore.Taking;
import dev.gatehouse.policies.limit.MemoryLimitStore.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLimitStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final Need RATE = need("rate", new Limit.Rate(1, Duration.ofMinutes(1)));
  private static final Need DAILY = need("daily", new Limit.Daily(1, ZoneId.of("UTC")));
  private static final Need PLACE = need("place", new Limit.Concurrent(1));

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("limits.db");
  }

  @Test
  void goesOnWhereItWasClosed() throws IOException {
    try (LimitStore store = at(NOW)) {
      assertInstanceOf(Taking.Taken.class, store.take(List.of(RATE, DAILY)));
    }
    try (LimitStore store = at(NOW.plusSeconds(30))) {
      assertEquals(Duration.ofSeconds(30), exceeded(store, RATE).retryAfter());
      assertEquals(DAILY, exceeded(store, DAILY).need());
    }
  }

  @Test
  void forgetsWhatIsOver() throws Exception {
    try (LimitStore store = at(NOW)) {
      assertInstanceOf(Taking.Taken.class, store.take(List.of(RATE, DAILY)));
    }
    try (LimitStore store = at(NOW.plusSeconds(60))) {
      assertInstanceOf(Taking.Taken.class, store.take(List.of(RATE)));
      exceeded(store, DAILY);
    }
    try (CountFile counts = CountFile.open(file)) {
      assertEquals(Map.of(), counts.read(Long.MAX_VALUE));
    }
  }

  @Test
  void freesEveryPlaceBecauseNoCallOutlivesTheProcess() throws IOException {
    try (LimitStore store = at(NOW)) {
      assertInstanceOf(Taking.Taken.class, store.take(List.of(PLACE)));
      exceeded(store, PLACE);
    }
    try (LimitStore store = at(NOW)) {
      assertInstanceOf(Taking.Taken.class, store.take(List.of(PLACE)));
    }
  }

  @Test
  void isWrittenBehindWithoutBeingClosed() throws Exception {
    Path copies = Files.createDirectory(folder.resolve("killed"));
    try (LimitStore store = at(NOW)) {
      assertInstanceOf(Taking.Taken.class, store.take(List.of(DAILY)));
      Map<String, Count> kept = Map.of();
      for (int i = 0; i < 100 && kept.isEmpty(); i++) {
        Thread.sleep(FileLimitStore.WRITTEN_EVERY.toMillis() / 2);
        kept = asAKillLeftIt(copies);
      }
      assertEquals(
          List.of(1), kept.values().stream().map(Count::used).toList(), "the day's one call");
    }
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    try (LimitStore store = at(NOW)) {
      store.take(List.of(RATE));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
  }

  @Test
  void isNotMadeAnewWhereItIsBroken() throws IOException {
    Files.writeString(file, "this was a database once, or so they say".repeat(100));

    IOException e = assertThrows(IOException.class, () -> at(NOW));

    assertTrue(String.valueOf(e.getMessage()).contains("move it away"), e::toString);
    assertTrue(Files.readString(file).startsWith("this was"), "it is left as it is");
  }

  @Test
  void opensAFileThatIsEmpty() throws IOException {
    Files.createFile(file);
    try (LimitStore store = at(NOW)) {
      assertInstanceOf(Taking.Taken.class, store.take(List.of(DAILY)));
    }
    try (LimitStore store = at(NOW)) {
      assertEquals(DAILY, exceeded(store, DAILY).need());
    }
  }

  /** What the files say at this moment, read from copies as after a kill. */
  private Map<String, Count> asAKillLeftIt(Path copies) throws Exception {
    for (String name : List.of("limits.db", "limits.db-wal")) {
      if (Files.exists(folder.resolve(name))) {
        Files.copy(folder.resolve(name), copies.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try (CountFile counts = CountFile.open(copies.resolve("limits.db"))) {
      return counts.read(0);
    }
  }

  private FileLimitStore at(Instant now) throws IOException {
    return FileLimitStore.open(file, InstantSource.fixed(now));
  }

  private static Taking.Exceeded exceeded(LimitStore store, Need need) {
    return assertInstanceOf(Taking.Exceeded.class, store.take(List.of(need)));
  }

  private static Need need(String name, Limit.Counted limit) {
    return new Need(limit, name, "ada");
  }
}
