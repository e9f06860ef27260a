package dev.gatehouse.gateway.approval;

import static dev.gatehouse.gateway.approval.Asked.ANN;
import static dev.gatehouse.gateway.approval.Asked.BOB;
import static dev.gatehouse.gateway.approval.Asked.CLEO;
import static dev.gatehouse.gateway.approval.Asked.many;
import static dev.gatehouse.gateway.approval.Asked.once;
import static dev.gatehouse.gateway.approval.Asked.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.RecordingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway's approvals, in a file. */
class ApprovalsTest {
  private static final Duration BEYOND_GRACE = Duration.ofSeconds(31);

  @TempDir private Path folder;

  private Place place;
  private Approvals approvals;

  @BeforeEach
  void open() throws RecordingException {
    place = new Place(folder);
    approvals = place.open("a");
  }

  @AfterEach
  void close() {
    approvals.close();
  }

  private void restart() throws RecordingException {
    approvals.close();
    approvals = place.open("a");
  }

  private Approval asked(Request request) throws Exception {
    return approvals.ask(request).approval();
  }

  private Approval granted(Request request) throws Exception {
    Approval asked = asked(request);
    Outcome outcome = approvals.happened(asked.id(), Asked.yes(ANN, asked));
    return assertInstanceOf(Outcome.Done.class, outcome).approval();
  }

  private Spent spend(Approval approval, String exchange) throws Exception {
    return approvals.spend(approval.id(), approval.request().binding().key(), exchange);
  }

  @Test
  void readsWhatItWroteAfterARestart() throws Exception {
    Approval asked = asked(request(once(2)));
    Approval voted =
        assertInstanceOf(Outcome.Done.class, approvals.happened(asked.id(), Asked.yes(ANN, asked)))
            .approval();
    restart();
    assertEquals(Optional.of(voted), approvals.find(asked.id()));
    assertEquals(Optional.empty(), approvals.find("other"));
    assertEquals(List.of("asked", "approved"), place.recorded);
    assertEquals(List.of("asked", "approved"), place.announced);
  }

  @Test
  void keepsNothingInClear() throws Exception {
    Approval asked = granted(request("{\"secret\":\"hunter2\"}", CLEO, once(1)));
    assertInstanceOf(Spent.Taken.class, spend(asked, "e"));
    approvals.ended(asked.id(), "e", Run.REPLIED, "hunter2 hunter2");
    approvals.close();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      String bytes =
          new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      for (String word : List.of("hunter2", "cleo", "finance", "billing", "refund")) {
        assertFalse(bytes.contains(word), file + " holds " + word);
      }
    }
  }

  @Test
  void attachesTheSameCallAndSaysHowAnotherDiffers() throws Exception {
    Standing first = approvals.ask(request(once(1)));
    assertTrue(first.isNew());
    assertEquals("", first.because());
    Standing same = approvals.ask(request(once(1)));
    assertFalse(same.isNew());
    assertEquals(first.approval().id(), same.approval().id());
    Standing other = approvals.ask(request("{\"amount\":6}", CLEO, once(1)));
    assertTrue(other.isNew());
    assertEquals("not the same as in the last request: arguments", other.because());
    Standing rules = approvals.ask(request("{\"amount\":6}", CLEO, once(2)));
    assertEquals("not the same as in the last request: rules", rules.because());
  }

  @Test
  void tellsADenialOnceToWhoCameBackAndThenAsksAnew() throws Exception {
    Approval asked = asked(request(once(1)));
    approvals.happened(asked.id(), new Event.Denied(ANN, "no"));
    Standing again = approvals.ask(request(once(1)));
    assertEquals(asked.id(), again.approval().id());
    assertEquals(State.DENIED, again.approval().state());
    Standing anew = approvals.ask(request(once(1)));
    assertTrue(anew.isNew());
    assertEquals("of the last request: it was denied already", anew.because());
  }

  @Test
  void asksAnewOnceADenialWasDelivered() throws Exception {
    Approval asked = asked(request(once(1)));
    approvals.happened(asked.id(), new Event.Denied(ANN, "no"));
    approvals.delivered(asked.id());
    assertTrue(approvals.ask(request(once(1))).isNew());
  }

  @Test
  void runsOnceAndKeepsTheReplyUntilItIsDelivered() throws Exception {
    Approval granted = granted(request(once(1)));
    assertInstanceOf(Spent.Taken.class, spend(granted, "e"));
    assertEquals("its grant was used already", not(spend(granted, "f")));
    assertFalse(approvals.ask(request(once(1))).isNew());
    approvals.ended(granted.id(), "e", Run.REPLIED, "{\"ok\":true}");
    restart();
    Standing back = approvals.ask(request(once(1)));
    assertFalse(back.isNew());
    assertEquals(Run.REPLIED, back.approval().run().orElseThrow().outcome());
    assertEquals(Optional.of("{\"ok\":true}"), approvals.keptReply(granted.id()));
    approvals.delivered(granted.id());
    assertEquals(Optional.empty(), approvals.keptReply(granted.id()));
    assertTrue(approvals.ask(request(once(1))).isNew());
  }

  private static String not(Spent spent) {
    return assertInstanceOf(Spent.Not.class, spent).why();
  }

  @Test
  void callsARunUnknownWhoseGatewayEnded() throws Exception {
    Approval granted = granted(request(once(1)));
    spend(granted, "e");
    approvals.sweep();
    assertEquals(Run.RUNNING, outcome(granted));
    restart();
    assertEquals(Run.UNKNOWN, outcome(granted));
    assertEquals("its grant was used already", not(spend(granted, "f")));
    assertFalse(approvals.ask(request(once(1))).isNew());
    approvals.delivered(granted.id());
    assertTrue(approvals.ask(request(once(1))).isNew());
  }

  @Test
  void callsARunUnknownWhoseGatewayIsSilent() throws Exception {
    Approval granted = granted(request(once(1)));
    try (Approvals other = place.open("b")) {
      spend(granted, "e");
      other.sweep();
      place.pass(Nodes.GONE.minusSeconds(1));
      approvals.sweep();
      other.sweep();
      place.pass(Nodes.GONE.minusSeconds(1));
      other.sweep();
      assertEquals(Run.RUNNING, outcome(granted));
      place.pass(Duration.ofSeconds(1));
      other.sweep();
      assertEquals(Run.UNKNOWN, outcome(granted));
      approvals.ended(granted.id(), "e", Run.REPLIED, "late");
      assertEquals(Run.REPLIED, outcome(granted));
      assertEquals(Optional.of("late"), other.keptReply(granted.id()));
    }
  }

  private String outcome(Approval approval) throws Exception {
    return approvals.find(approval.id()).orElseThrow().run().orElseThrow().outcome();
  }

  @Test
  void runsNothingThatIsNotRecorded() throws Exception {
    Approval granted = granted(request(once(1)));
    place.logFails = true;
    assertThrows(RecordingException.class, () -> spend(granted, "e"));
    place.logFails = false;
    approvals.sweep();
    assertEquals(Run.UNKNOWN, outcome(granted));
    assertEquals("its grant was used already", not(spend(granted, "f")));
    place.pass(BEYOND_GRACE);
    approvals.sweep();
    assertTrue(place.recorded.contains("used"), place.recorded.toString());
  }

  @Test
  void recordsAndAnnouncesLaterWhatFailed() throws Exception {
    place.logFails = true;
    Approval asked = asked(request(once(1)));
    place.logFails = false;
    place.messagesFail = true;
    place.pass(BEYOND_GRACE);
    approvals.sweep();
    assertEquals(List.of("asked"), place.recorded);
    assertEquals(List.of(), place.announced);
    place.messagesFail = false;
    place.pass(Duration.ofMinutes(2));
    approvals.sweep();
    approvals.sweep();
    assertEquals(List.of("asked"), place.recorded);
    assertEquals(List.of("asked"), place.announced);
    assertEquals(State.PENDING, approvals.find(asked.id()).orElseThrow().state());
  }

  @Test
  void expiresAndLapsesInTheSweep() throws Exception {
    Approval asked = asked(request(once(1)));
    Approval granted = granted(request("{}", CLEO, many()));
    place.pass(Duration.ofHours(2));
    approvals.sweep();
    assertEquals(State.EXPIRED, approvals.find(asked.id()).orElseThrow().state());
    assertEquals(State.LAPSED, approvals.find(granted.id()).orElseThrow().state());
    assertTrue(place.recorded.containsAll(List.of("escalated", "expired", "lapsed")));
    assertTrue(approvals.ask(request(once(1))).isNew());
    place.pass(Place.KEEP);
    approvals.sweep();
    assertEquals(Optional.empty(), approvals.find(granted.id()));
  }

  @Test
  void wakesWhoWaitsForWhatChangedAndNobodyElse() throws Exception {
    Approval asked = asked(request(once(1)));
    Approval other = asked(request("{}", CLEO, once(1)));
    var end = place.instant().plusSeconds(30);
    var woken = new java.util.concurrent.CountDownLatch(1);
    var others = new java.util.concurrent.CountDownLatch(1);
    Thread.ofVirtual().start(() -> await(asked, end, woken));
    Thread.ofVirtual().start(() -> await(other, end, others));
    approvals.happened(asked.id(), Asked.yes(BOB, asked));
    assertTrue(woken.await(5, java.util.concurrent.TimeUnit.SECONDS));
    assertEquals(1, others.getCount());
    Approval now = approvals.await(asked.id(), 1, end);
    assertEquals(State.GRANTED, now.state());
  }

  private void await(
      Approval approval, java.time.Instant end, java.util.concurrent.CountDownLatch woken) {
    try {
      assertNotEquals(
          approval.version(), approvals.await(approval.id(), approval.version(), end).version());
      woken.countDown();
    } catch (InterruptedException | RecordingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endsAWaitByTimeAndSeesWhatOtherGatewaysDo() throws Exception {
    Approval asked = asked(request(once(1)));
    assertEquals(asked, approvals.await(asked.id(), asked.version(), place.instant()));
    try (Approvals other = place.open("b")) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  Thread.sleep(200);
                  other.happened(asked.id(), new Event.Denied(BOB, ""));
                } catch (InterruptedException | RecordingException e) {
                  throw new AssertionError(e);
                }
              });
      Approval denied = approvals.await(asked.id(), 1, place.instant().plusSeconds(60));
      assertEquals(State.DENIED, denied.state());
    }
    Approval second = asked(request("{}", CLEO, once(1)));
    place.pass(Duration.ofHours(1));
    Approval late = approvals.await(second.id(), second.version(), place.instant());
    assertEquals(State.EXPIRED, late.state());
    assertNotEquals(second.version(), late.version());
    assertThrows(RecordingException.class, () -> approvals.await("none", 1, place.instant()));
  }
}
