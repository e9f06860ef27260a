package dev.gatehouse.gateway.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final JsonObject ROW =
      Json.createObjectBuilder().add("value", "ada@example.com").build();

  @Test
  void keepsItsRowsOutOfItsText() {
    Answer answer = new Answer(true, "shown", List.of(ROW));
    assertEquals("Answer[done=true, text=shown, rows=1]", answer.toString());
    assertEquals("Answer[done=false, text=no, rows=0]", new Answer(false, "no").toString());
  }

  @Test
  void hasItsRowsInItsJson() {
    Answer answer = new Answer(true, "shown", List.of(ROW));
    assertEquals(List.of(ROW), Answer.of(answer.json()).rows());
  }
}
