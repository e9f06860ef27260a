package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How many calls may wait for their clients, and whose. */
class OpenQuestionsTest {
  private final OpenQuestions questions = new OpenQuestions();

  private int entered(String owner) {
    int count = 0;
    while (questions.enter(owner)) {
      count++;
    }
    return count;
  }

  @Test
  void whoAnswersNothingLeavesOthersRoom() {
    assertEquals(OpenQuestions.SHARED_OUT, entered("mallory"));
    assertEquals(OpenQuestions.SHARE, entered("ada"));
    assertEquals(OpenQuestions.SHARE, entered("grace"));
    questions.leave("ada");
    assertFalse(questions.enter("mallory"));
    assertTrue(questions.enter("ada"));
  }

  @Test
  void thereAreNeverMoreThanAllTogether() {
    int count = 0;
    for (int owner = 0; owner < 20; owner++) {
      count += entered("owner " + owner);
    }
    assertEquals(OpenQuestions.CALLS_MAX, count);
    questions.leave("owner 0");
    assertTrue(questions.enter("owner 19"));
    assertFalse(questions.enter("owner 18"));
  }
}
