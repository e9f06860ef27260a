package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private static final Message.Request ROOTS =
      request("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}");
  private static final Message.Request SAMPLE =
      request(
          "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"sampling/createMessage\","
              + "\"params\":{\"maxTokens\": 1.0}}");

  private static Message.Request request(String text) {
    return (Message.Request) Calls.message(text);
  }

  private static InputResponses answers(Map<String, String> responses) {
    return new InputResponses(responses, Optional.empty());
  }

  @Test
  void areAskedAsTheyCame() {
    InputRequired asked = Questions.of(List.of(ROOTS, SAMPLE)).asked("s");
    assertEquals(Optional.of("s"), asked.state());
    assertEquals(List.of("1", "id 1"), List.copyOf(asked.requests().keySet()));
    assertEquals("{\"method\":\"roots/list\"}", asked.requests().get("1"));
    assertEquals(
        "{\"method\":\"sampling/createMessage\",\"params\":{\"maxTokens\": 1.0}}",
        asked.requests().get("id 1"));
  }

  @Test
  void areAskedInWhateverOrderTheyComeThoughTheirIdsLookAlike() {
    Questions questions = Questions.of(List.of(SAMPLE, ROOTS));
    assertEquals(Map.of("1", SAMPLE, "id 1", ROOTS), questions.byKey());
    assertEquals(2, questions.refused().size());
  }

  @Test
  void answersGoBackUnderTheServersOwnIds() {
    Questions questions = Questions.of(List.of(ROOTS, SAMPLE));
    InputResponses answers = answers(Map.of("id 1", "{\"a\": 1.0}", "other", "{}"));
    assertEquals(
        Map.of(SAMPLE.id(), "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"a\": 1.0}}"),
        questions.given(answers));
    assertEquals(Map.of("1", ROOTS), questions.without(SAMPLE.id()).byKey());
  }

  @Test
  void anErrorOfTheClientsIsAnErrorToTheServer() {
    Questions questions = Questions.of(List.of(ROOTS));
    assertEquals(
        Map.of(
            ROOTS.id(),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-1,\"message\":\"no\"}}"),
        questions.given(
            answers(Map.of("1", "{\"dev.gatehouse/error\":{\"code\":-1,\"message\":\"no\"}}"))));
    assertEquals(
        Map.of(
            ROOTS.id(),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"x\":\"dev.gatehouse/error\"}}"),
        questions.given(answers(Map.of("1", "{\"x\":\"dev.gatehouse/error\"}"))));
  }

  @Test
  void nobodysAnswerIsAnErrorToTheServer() {
    assertEquals(
        List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,"
                + "\"message\":\"the client did not answer\"}}"),
        Questions.of(List.of(ROOTS)).refused());
  }

  @Test
  void oneThatTheServerTookBackIsNotAsked() {
    Questions both = Questions.of(List.of(ROOTS)).and(Questions.of(List.of(SAMPLE)));
    assertEquals(Map.of("1", SAMPLE), Questions.of(List.of(SAMPLE)).byKey());
    assertEquals(
        List.of(ROOTS), List.copyOf(both.without(new RequestId("\"1\"")).byKey().values()));
    assertEquals(2, both.without(new RequestId("2")).byKey().size());
  }

  @Test
  void looseOnesAreTakenOnce() {
    LooseQuestions loose = new LooseQuestions();
    assertTrue(loose.put(ROOTS).isEmpty());
    assertTrue(loose.put(SAMPLE).isEmpty());
    loose.withdraw(ROOTS.id());
    assertEquals(List.of(SAMPLE), List.copyOf(loose.take().byKey().values()));
    assertTrue(loose.take().isEmpty());
  }

  @Test
  void looseOnesBeyondTheirLimitAreAnsweredAtOnce() {
    LooseQuestions loose = new LooseQuestions();
    for (int i = 0; i < 32; i++) {
      assertTrue(loose.put(ROOTS).isEmpty());
    }
    assertEquals(-32603, loose.put(ROOTS).orElseThrow().code());
  }
}
