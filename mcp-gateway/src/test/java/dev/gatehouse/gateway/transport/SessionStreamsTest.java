package dev.gatehouse.gateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.transport.EventStream.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client that loses its connections gets of its streams. */
class SessionStreamsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration NOT = Duration.ofMillis(1);
  private static final int MESSAGES = 400;

  private final AtomicLong held = new AtomicLong();
  private final SessionStreams streams = streams(1000, 1 << 20, Duration.ofMinutes(1));

  private SessionStreams streams(int eventsMax, long charsMax, Duration age) {
    return SessionStreams.resumable(bounds(eventsMax, charsMax, age));
  }

  private StreamBounds bounds(int eventsMax, long charsMax, Duration age) {
    return new StreamBounds(
        eventsMax, charsMax, 1 << 20, age, Duration.ofMillis(50), Duration.ZERO, held);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void losesAndRepeatsNothingWhereverAConnectionOfACallBreaks(long seed) throws Exception {
    EventStream stream = streams.open(Kind.CALL);
    Thread call = Thread.startVirtualThread(() -> run(new Random(-seed), stream));
    assertEquals(numbers(MESSAGES), client(new Random(seed), streams.read(stream)));
    call.join();
  }

  private void run(Random random, EventStream stream) {
    for (int i = 0; i < MESSAGES; i++) {
      streams.send(stream, "" + i);
      pause(random);
    }
    streams.end(stream);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void losesAndRepeatsNothingOfWhatTheServerSays(long seed) throws Exception {
    EventStream stream = streams.open(Kind.LISTENING);
    Thread server = Thread.startVirtualThread(() -> speak(new Random(-seed)));
    assertEquals(numbers(MESSAGES), client(new Random(seed), streams.read(stream)));
    server.join();
  }

  private void speak(Random random) {
    for (int i = 0; i < MESSAGES; i++) {
      streams.say("" + i);
      pause(random);
    }
  }

  /** Reads all messages; what it was sent last may be lost with the connection. */
  private List<String> client(Random random, SessionStreams.Reading first) throws Exception {
    List<String> got = new ArrayList<>();
    String lastId = first.firstId();
    SessionStreams.Reading reading = first;
    while (got.size() < MESSAGES) {
      int more = random.nextInt(20);
      for (int i = 0; i < more && got.size() < MESSAGES; i++) {
        var message = assertInstanceOf(SessionStreams.Next.Message.class, reading.next(SOON));
        got.add(message.json());
        lastId = message.id();
      }
      int inFlight = random.nextInt(4);
      for (int i = 0; i < inFlight; i++) {
        reading.next(NOT);
      }
      if (random.nextBoolean()) {
        // Else the gateway does not know yet that the connection is lost.
        reading.close();
      }
      pause(random);
      SessionStreams.Reading lost = reading;
      reading = streams.resume(lastId).orElseThrow();
      assertEquals(new SessionStreams.Next.Over(), lost.next(NOT));
      lost.close();
    }
    reading.close();
    return got;
  }

  @Test
  void keepsWhatIsSaidWhileNobodyIsConnectedForWhoConnectsNext() throws Exception {
    streams.say("0");
    streams.say("1");
    try (SessionStreams.Reading reading = streams.read(streams.open(Kind.LISTENING))) {
      assertEquals(List.of("0", "1"), all(reading));
    }
    streams.say("2");
    try (SessionStreams.Reading reading = streams.read(streams.open(Kind.LISTENING))) {
      assertEquals(List.of("2"), all(reading));
    }
  }

  @Test
  void saysEachMessageOnOneOfSeveralStreams() throws Exception {
    try (SessionStreams.Reading older = streams.read(streams.open(Kind.LISTENING))) {
      try (SessionStreams.Reading newer = streams.read(streams.open(Kind.LISTENING))) {
        streams.say("0");
        assertEquals(List.of(), all(older));
        assertEquals(List.of("0"), all(newer));
      }
      streams.say("1");
      assertEquals(List.of("1"), all(older));
    }
  }

  @Test
  void sendsNothingOfOneStreamByAnother() throws Exception {
    EventStream one = streams.open(Kind.CALL);
    EventStream other = streams.open(Kind.CALL);
    streams.send(one, "one");
    streams.send(other, "other");
    streams.say("neither");
    try (SessionStreams.Reading reading = streams.resume(one.name() + ".0").orElseThrow()) {
      assertEquals(List.of("one"), all(reading));
    }
    assertEquals(Optional.empty(), streams(9, 99, SOON).resume(one.name() + ".0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "x", "x.0", ".0", "-1", "%s", "%s.", "%s.2", "%s.-1", "%s.1e0"})
  void knowsNoOtherEvents(String id) {
    EventStream stream = streams.open(Kind.CALL);
    streams.send(stream, "1");
    assertEquals(Optional.empty(), streams.resume(id.formatted(stream.name())));
    assertTrue(streams.resume(stream.name() + ".1").isPresent());
  }

  @Test
  void doesNotGoOnBehindAGap() throws Exception {
    SessionStreams small = streams(3, 1000, SOON);
    EventStream stream = small.open(Kind.CALL);
    SessionStreams.Reading slow = small.read(stream);
    for (int i = 0; i < 5; i++) {
      small.send(stream, "" + i);
    }
    assertEquals(new SessionStreams.Next.Over(), slow.next(NOT));
    assertEquals(Optional.empty(), small.resume(stream.name() + ".1"));
    try (SessionStreams.Reading reading = small.resume(stream.name() + ".2").orElseThrow()) {
      assertEquals(List.of("2", "3", "4"), all(reading));
    }
  }

  @Test
  void keepsNoMoreThanItMay() {
    SessionStreams small = streams(1000, 100, SOON);
    EventStream stream = small.open(Kind.CALL);
    for (int i = 0; i < 50; i++) {
      small.send(stream, "x".repeat(30));
      small.say("y".repeat(30));
      assertTrue(held.get() <= 120, () -> held + " characters");
    }
    small.send(stream, "z".repeat(500));
    assertTrue(small.resume(stream.name() + ".50").isPresent());
    small.close();
    assertEquals(0, held.get());
  }

  @Test
  void allSessionsTogetherKeepNoMoreThanTheyMay() throws Exception {
    String half = "x".repeat(600_000);
    SessionStreams other = streams(1000, 1 << 20, SOON);
    EventStream first = streams.open(Kind.CALL);
    EventStream second = other.open(Kind.CALL);
    EventStream deserted = other.open(Kind.CALL);
    streams.send(first, half);
    try (SessionStreams.Reading reading = other.read(second)) {
      other.send(second, half);
      assertEquals(List.of(half), all(reading));
    }
    other.send(deserted, half);
    assertEquals(half.length(), held.get(), "no more than what was there");
    assertEquals(Optional.empty(), other.resume(deserted.name() + ".0"));
    assertTrue(streams.resume(first.name() + ".0").isPresent());
  }

  @Test
  void keepsNothingThatWasSentToAClientThatCannotComeBack() throws Exception {
    SessionStreams passing = SessionStreams.passing(bounds(1000, 1000, SOON));
    try (SessionStreams.Reading reading = passing.read(passing.open(Kind.LISTENING))) {
      for (int i = 0; i < 50; i++) {
        passing.say("" + i);
      }
      assertTrue(held.get() > 0);
      assertEquals(numbers(50), all(reading));
      assertEquals(0, held.get());
      passing.say("last");
      assertEquals(List.of("last"), all(reading));
    }
  }

  @Test
  void forgetsWhatIsTooOld() {
    SessionStreams brief = streams(1000, 1000, Duration.ZERO);
    EventStream stream = brief.open(Kind.CALL);
    brief.send(stream, "0");
    brief.sweep();
    assertEquals(Optional.empty(), brief.resume(stream.name() + ".0"));
    assertEquals(0, held.get());
  }

  @Test
  void endsEveryStreamWithItsSession() throws Exception {
    SessionStreams.Reading reading = streams.read(streams.open(Kind.LISTENING));
    streams.say("0");
    streams.close();
    assertEquals(List.of("0"), all(reading));
    assertEquals(new SessionStreams.Next.Over(), reading.next(NOT));
  }

  private static List<String> all(SessionStreams.Reading reading) throws InterruptedException {
    List<String> all = new ArrayList<>();
    while (reading.next(NOT) instanceof SessionStreams.Next.Message message) {
      all.add(message.json());
    }
    return all;
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static void pause(Random random) {
    if (random.nextInt(10) == 0) {
      try {
        Thread.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
