package dev.gatehouse.adapters.mcp;

import static dev.gatehouse.adapters.mcp.Children.awaitError;
import static dev.gatehouse.adapters.mcp.Children.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What legacy children ask of clients in the course of their calls. */
class ChildQuestionsTest {
  private static final Conversation ASKABLE = Askings.client("a");
  private static final String FORM =
      "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"who\",\"requestedSchema\":{}}}";

  @TempDir private Path directory;

  @Test
  void aQuestionBecomesTheReplyAndItsAnswerGoesOnWithTheCall() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      UpstreamReply reply = upstream.call(Askings.call("form", ASKABLE), Calls.soon());
      assertEquals(Era.MODERN, reply.shape());
      InputRequired asked = Askings.asked(reply);
      assertEquals(List.of(FORM), List.copyOf(asked.requests().values()));
      assertEquals(1, upstream.parkedCount());
      UpstreamReply done =
          upstream.call(
              Askings.retry("form", ASKABLE, asked, "{\"action\":\"accept\"}"), Calls.soon());
      assertEquals(Era.LEGACY, done.shape());
      assertEquals(
          "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"action\":\"accept\"}}]",
          slice(done, "answers"));
      assertEquals(0, upstream.parkedCount());
    }
  }

  @Test
  void anErrorOfTheClientsReachesTheChildAsOne() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      String error = "{\"dev.gatehouse/error\":{\"code\":-1,\"message\":\"no\"}}";
      assertEquals(
          "[{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"no\"}}]",
          slice(
              upstream.call(Askings.retry("form", ASKABLE, asked, error), Calls.soon()),
              "answers"));
    }
  }

  @Test
  void severalQuestionsAtOnceAreOneReply() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("three", ASKABLE), Calls.soon()));
      assertEquals(List.of("1", "2", "3"), List.copyOf(asked.requests().keySet()));
      String answers =
          slice(
              upstream.call(Askings.retry("three", ASKABLE, asked, "{\"x\":1}"), Calls.soon()),
              "answers");
      assertEquals(3, answers.split("\"x\":1", -1).length - 1, answers);
    }
  }

  @Test
  void whatIsLeftUnansweredIsAskedAgain() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired three =
          Askings.asked(upstream.call(Askings.call("three", ASKABLE), Calls.soon()));
      InputRequired one = new InputRequired(Map.of("2", ""), three.state());
      InputRequired left =
          Askings.asked(
              upstream.call(Askings.retry("three", ASKABLE, one, "{\"x\":1}"), Calls.soon()));
      assertEquals(List.of("1", "3"), List.copyOf(left.requests().keySet()));
      assertNotEquals(three.state(), left.state());
      upstream.call(Askings.retry("three", ASKABLE, left, "{}"), Calls.soon());
      assertEquals(0, upstream.parkedCount());
    }
  }

  @Test
  void roundFollowsRound() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired first =
          Askings.asked(upstream.call(Askings.call("rounds", ASKABLE), Calls.soon()));
      InputRequired second =
          Askings.asked(
              upstream.call(Askings.retry("rounds", ASKABLE, first, "{\"x\":1}"), Calls.soon()));
      assertEquals(List.of("2", "3"), List.copyOf(second.requests().keySet()));
      UpstreamReply done =
          upstream.call(Askings.retry("rounds", ASKABLE, second, "{\"x\":2}"), Calls.soon());
      assertEquals(3, slice(done, "answers").split("\"x\":", -1).length - 1);
    }
  }

  @Test
  void aStateServesOnceAndItsOwnConversationOnly() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      Calls.refused(
          Kind.NOT_WAITING,
          () ->
              upstream.call(Askings.retry("form", Askings.client("b"), asked, "{}"), Calls.soon()));
      upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon());
      Calls.refused(
          Kind.NOT_WAITING,
          () -> upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon()));
    }
  }

  @Test
  void aQuestionOutsideOfAnyCallWaitsForTheNextWhichIsNotSentBefore() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory, "roots-first")) {
      upstream.describe(ASKABLE, Calls.soon());
      Askings.awaitQuestions(upstream, "a", 1);
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("roots", ASKABLE), Calls.soon()));
      assertEquals(List.of("{\"method\":\"roots/list\"}"), List.copyOf(asked.requests().values()));
      UpstreamReply done =
          upstream.call(
              Askings.retry("roots", ASKABLE, asked, "{\"roots\":[{\"uri\":\"file:///x\"}]}"),
              Calls.soon());
      assertTrue(slice(done, "roots").contains("file:///x"), slice(done, "roots"));
    }
  }

  @Test
  void aCallThatWasNotSentBeginsAtTheNextChildWhereItsOwnHasEnded() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory, "roots-first")) {
      upstream.describe(ASKABLE, Calls.soon());
      Askings.awaitQuestions(upstream, "a", 1);
      // A child that was of use is started again without a pause.
      String other = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/subscribe\"}";
      upstream.call(Calls.call(other, "", Era.LEGACY, ASKABLE, _ -> {}), Calls.soon());
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      upstream.processes().ownOf("a").getFirst().channel().stop();
      Askings.asked(upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon()));
    }
  }

  @Test
  void aQuestionWaitsWhileOnlyCallsGoOnThatCannotAsk() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory, "roots-first")) {
      upstream.describe(ASKABLE, Calls.soon());
      Askings.awaitQuestions(upstream, "a", 1);
      String other = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"unanswered\"}";
      Calls.refused(
          Kind.TIMED_OUT,
          () ->
              upstream.call(Calls.call(other, "", Era.LEGACY, ASKABLE, _ -> {}), Calls.after(200)));
      Askings.asked(upstream.call(Askings.call("roots", ASKABLE), Calls.soon()));
    }
  }

  @Test
  void aQuestionLeftOpenByACallBelongsToTheNext() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      assertEquals(
          "true", slice(upstream.call(Askings.call("hasty", ASKABLE), Calls.soon()), "done"));
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("roots", ASKABLE), Calls.soon()));
      assertTrue(
          slice(
                  upstream.call(Askings.retry("roots", ASKABLE, asked, "{\"y\":1}"), Calls.soon()),
                  "roots")
              .contains("\"y\":1"));
    }
  }

  @Test
  void aQuestionTakenBackIsNotAsked() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      assertEquals(
          "true", slice(upstream.call(Askings.call("withdraw", ASKABLE), Calls.soon()), "done"));
    }
  }

  @Test
  void aQuestionOfTwoCallsIsTakenForTheOneSentLast() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      Thread hanging = Children.hanging(upstream, ASKABLE);
      Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      hanging.interrupt();
      hanging.join();
    }
  }

  @Test
  void aClientIsNotAskedWhatItCannotAnswer() throws Exception {
    Conversation rootsOnly = Askings.client("a", "{\"roots\":{}}");
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      UpstreamReply reply = upstream.call(Askings.call("form", rootsOnly), Calls.soon());
      assertTrue(slice(reply, "answers").contains("-32601"), slice(reply, "answers"));
    }
  }

  @Test
  void aParkedCallThatIsGivenUpIsTakenBackAndItsQuestionRefused() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      upstream.giveUp(asked.state().orElseThrow());
      awaitError(upstream, "told .*notifications/cancelled.*\"requestId\":3.*");
      awaitError(upstream, "refused .*\"error\".*");
      Calls.refused(
          Kind.NOT_WAITING,
          () -> upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon()));
    }
  }

  @Test
  void aParkedCallExpires() throws Exception {
    try (StdioUpstream upstream =
        StdioUpstream.of(Askings.settings(directory), Askings.patience(100))) {
      Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      awaitError(upstream, "told .*notifications/cancelled.*");
      assertEquals(0, upstream.parkedCount());
    }
  }

  @Test
  void aCallIsCancelledAfterItsAnswersCame() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      Thread.currentThread().interrupt();
      assertThrows(
          InterruptedException.class,
          () -> upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon()));
      awaitError(upstream, "told .*notifications/cancelled.*");
      assertEquals(0, upstream.parkedCount());
    }
  }

  @Test
  void aChildThatEndsWhileItsClientIsAskedBreaksTheCallOff() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      Calls.refused(
          Kind.BROKEN_OFF, () -> upstream.call(Askings.call("die", ASKABLE), Calls.soon()));
      Calls.refused(
          Kind.BROKEN_OFF,
          () -> upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon()));
    }
  }

  @Test
  void anAddressToVisitIsAskedForAndThenTheCallBeginsAnew() throws Exception {
    Conversation modern =
        new Conversation(
            "m",
            new RequestMetadata(
                "2026-07-28",
                Optional.empty(),
                "{\"elicitation\":{\"url\":{}}}",
                Optional.empty()));
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("visit", modern), Calls.soon()));
      assertEquals(List.of("e"), List.copyOf(asked.requests().keySet()));
      UpstreamReply done =
          upstream.call(
              Askings.retry("visit", modern, asked, "{\"action\":\"accept\"}"), Calls.soon());
      assertEquals("2", slice(done, "visits"));
      assertEquals(0, upstream.parkedCount());
    }
  }

  @Test
  void answersWithoutAQuestionAreNoPartOfALegacyRequest() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      InputRequired nothing = new InputRequired(Map.of("1", ""), Optional.empty());
      String got =
          slice(upstream.call(Askings.retry("echo", ASKABLE, nothing, "{}"), Calls.soon()), "got");
      assertFalse(got.contains("inputResponses"), got);
    }
  }
}
