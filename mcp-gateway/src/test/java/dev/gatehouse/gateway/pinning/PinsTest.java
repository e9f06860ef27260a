package dev.gatehouse.gateway.pinning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.RecordingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
  private static final String PAY = "{\"name\":\"pay\",\"description\":\"Pays.\"}";
  private static final String EVIL = "{\"name\":\"pay\",\"description\":\"Steals.\"}";
  private static final String FIND = "{\"name\":\"find\"}";

  @TempDir private Path folder;
  private EntryLog log;
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  @BeforeEach
  void openLog() throws RecordingException {
    log = EntryLog.open(LogSettings.of(folder).withFreeBytesMin(0), new Boot("test", "none"));
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  private Path file() {
    return folder.resolve("pins.db");
  }

  private Pins pins(PinningMode mode) {
    return Pins.inFile(file(), log, new PinningModes(mode, Map.of()), () -> now);
  }

  private static List<JsonNode> items(String... tools) {
    try {
      String text = "[" + String.join(",", tools) + "]";
      return ((ArrayNode) JsonText.parse(text, JsonLimits.STANDARD).root()).elements();
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static BitSet listed(Pins pins, String... tools) {
    return pins.listed("bank", items(tools), UnaryOperator.identity());
  }

  private static BitSet places(int... places) {
    BitSet set = new BitSet();
    for (int place : places) {
      set.set(place);
    }
    return set;
  }

  private long entries(String method) throws RecordingException {
    try (LogReader reader = LogReader.open(folder)) {
      return reader.read(0, 1000).stream()
          .filter(entry -> entry.method().equals(Optional.of(method)))
          .count();
    }
  }

  @Test
  void keepsBackWhatIsAddedLaterWhereItIsStrict() throws RecordingException {
    try (Pins pins = pins(PinningMode.STRICT)) {
      assertEquals(places(), listed(pins, PAY));
      now = now.plusSeconds(61);
      assertEquals(places(1), listed(pins, PAY, FIND));
      assertEquals(places(1), listed(pins, PAY, FIND));
      assertEquals(1, entries("tool.added"));
      assertInstanceOf(Standing.KeptBack.class, pins.of("bank", "find"));
      assertEquals("new", pins.all().getFirst().state());
      pins.accept(view -> view.tool().equals("find"), "ada", "");
      assertInstanceOf(Standing.Free.class, pins.of("bank", "find"));
      assertEquals(places(), listed(pins, PAY, FIND));
    }
  }

  @Test
  void takesWhatIsAddedLaterWhereItIsNotStrict() throws RecordingException {
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      listed(pins, PAY);
      now = now.plusSeconds(61);
      assertEquals(places(), listed(pins, PAY, FIND));
      assertEquals(2, entries("tools.pinned"));
    }
  }

  @Test
  void remembersAcrossARestart() throws RecordingException {
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      listed(pins, PAY);
    }
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      assertInstanceOf(Standing.Unseen.class, pins.of("bank", "pay"));
      assertEquals(places(0), listed(pins, EVIL));
    }
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      assertInstanceOf(Standing.KeptBack.class, pins.ofUnseen("bank", "pay", false));
      assertInstanceOf(Standing.Free.class, pins.ofUnseen("bank", "find", false));
      assertEquals(places(0), listed(pins, EVIL));
      assertEquals(1, entries("tool.changed"));
    }
  }

  @Test
  void seesWhatIsAcceptedInAnotherProcess() throws RecordingException {
    try (Pins serving = pins(PinningMode.QUARANTINE);
        Pins command = pins(PinningMode.QUARANTINE)) {
      listed(serving, PAY);
      listed(serving, EVIL);
      command.accept(_ -> true, "ada", "");
      assertInstanceOf(Standing.Free.class, serving.of("bank", "pay"));
      assertEquals(places(), listed(serving, EVIL));
      assertEquals(places(0), listed(serving, PAY), "what was accepted before is not any more");
    }
  }

  @Test
  void keepsEverythingBackWhileItCannotRemember() throws Exception {
    Files.writeString(file(), "this is no database, and never was one; not by any means at all");
    try (Pins pins = pins(PinningMode.QUARANTINE);
        Pins warning = pins(PinningMode.WARN)) {
      assertThrows(RecordingException.class, pins::open);
      assertEquals(places(0, 1), listed(pins, PAY, FIND));
      assertInstanceOf(Standing.Unseen.class, pins.of("bank", "pay"));
      assertInstanceOf(Standing.KeptBack.class, pins.ofUnseen("bank", "pay", true));
      assertEquals(places(), listed(warning, PAY, FIND));
      Files.delete(file());
      assertEquals(places(), listed(pins, PAY, FIND));
    }
  }

  @Test
  void takesNothingThatCannotBeRecorded() throws RecordingException {
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      log.close();
      assertEquals(places(0), listed(pins, PAY));
      assertEquals(List.of(), pins.all());
      openLog();
    }
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      assertEquals(places(), listed(pins, PAY));
    }
  }

  @Test
  void recordsNoMoreThanAFewOfManyChanges() throws RecordingException {
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      listed(pins, PAY);
      for (int i = 0; i < 50; i++) {
        assertEquals(places(0), listed(pins, EVIL.replace("Steals", "Steals " + i)));
      }
      assertEquals(8, entries("tool.changed"));
      PinView view = pins.all().getFirst();
      assertEquals(List.of("/description", "  - Pays.", "  + Steals 49."), view.diff());
      pins.accept(it -> it.found().startsWith("0000"), "ada", "");
      assertEquals("changed", pins.all().getFirst().state());
    }
  }

  @Test
  void letsAToolThroughAgainOnlyWhereTheLogSaysSo() throws RecordingException {
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      listed(pins, PAY);
      int letThrough = 0;
      for (int i = 0; i < 50; i++) {
        assertEquals(places(0), listed(pins, EVIL));
        boolean isFree = listed(pins, PAY).isEmpty();
        assertEquals(isFree, pins.of("bank", "pay") instanceof Standing.Free);
        letThrough += isFree ? 1 : 0;
      }
      assertEquals(7, letThrough);
      assertEquals(letThrough, entries("tool.restored"));
      assertEquals(letThrough + 1, entries("tool.changed"));
      pins.accept(_ -> true, "ada", "");
      assertEquals(places(), listed(pins, PAY));
    }
  }

  @Test
  void asksAnUpstreamOnceThoughManyWait() throws InterruptedException {
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      AtomicInteger asked = new AtomicInteger();
      List<Standing> standings = Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  pins.asked(
                      "bank",
                      "pay",
                      () -> {
                        asked.incrementAndGet();
                        return new ListAnswer.Tools(items(PAY));
                      },
                      UnaryOperator.identity());
                  standings.add(pins.of("bank", "pay"));
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(1, asked.get());
      assertEquals(20, standings.size());
      assertTrue(standings.stream().allMatch(Standing.Free.class::isInstance));
    }
  }

  @Test
  void takesNamesThatNoDatabaseTakes() throws RecordingException {
    String odd = "{\"name\":\"a\\u0000\\ud800\"}";
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      assertEquals(places(), listed(pins, odd));
      assertEquals("a<U+0000><U+D800>", pins.all().getFirst().tool());
    }
    try (Pins pins = pins(PinningMode.QUARANTINE)) {
      assertEquals(places(), listed(pins, odd));
      assertEquals(1, entries("tools.pinned"));
    }
  }
}
