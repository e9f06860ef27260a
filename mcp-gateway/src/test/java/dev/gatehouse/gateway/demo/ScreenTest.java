package dev.gatehouse.gateway.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final Heard HEARD =
      new Heard(
          "a long answer ".repeat(30).strip(),
          "all of it",
          false,
          "permit",
          "agents may",
          Map.of("email", 2, "payment-card", 1),
          17,
          Duration.ofMillis(12),
          0,
          "");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void tellsACallWithAllThatIsToBeKnown() {
    screen(false).call(1, "ada", step(), HEARD);
    String text = text();
    for (String part :
        new String[] {
          "Who is it?",
          "MASKED",
          "ada → crm__find",
          "name=\"x\"",
          "masked: 2 email, 1 payment-card",
          "rule “agents may”",
          "12 ms",
          "entry 17"
        }) {
      assertTrue(text.contains(part), () -> part + " is not in\n" + text);
    }
  }

  @Test
  void tellsWhatBecameOfACallThatWaited() {
    Screen screen = screen(false);
    screen.asked(1, "HELD", "ada", step());
    screen.decided(step(), heldThenMade());
    String text = text();
    assertTrue(text.contains("HELD       ada → crm__find name=\"x\""), text);
    assertTrue(text.contains("APPROVED   refunded\n                twice"), text);
  }

  private static Heard heldThenMade() {
    return new Heard(
        "refunded\ntwice", "", false, "permit", "agents may", Map.of(), 9, Duration.ZERO, 0, "01K");
  }

  @Test
  void staysWithinAHundredColumns() {
    screen(false).call(1, "ada", step(), HEARD);
    assertTrue(text().lines().allMatch(line -> line.length() <= 100), this::text);
  }

  @Test
  void isPlainTextWhereThereAreNoColours() {
    screen(false).call(1, "ada", step(), HEARD);
    assertFalse(text().contains("\u001b"));
    screen(true).call(1, "ada", step(), HEARD);
    assertTrue(text().contains("\u001b[1;36mMASKED"));
  }

  @Test
  void remembersThatAnExpectationWasNotMet() {
    Screen screen = screen(false);
    screen.call(1, "ada", step().decided("MASKED", "agents may"), HEARD);
    assertFalse(screen.hasFailed());
    screen.call(2, "ada", step().decided("REFUSED", "agents may"), HEARD);
    assertTrue(screen.hasFailed());
    assertTrue(text().contains("✗ expected   decided REFUSED"), this::text);
  }

  @Test
  void keepsWhatIsToBeCopiedInOnePiece() {
    String path = "/".repeat(150);
    screen(false).done("file", "it is in " + path);
    assertEquals(1, text().lines().filter(line -> line.contains(path)).count());
  }

  private static Step step() {
    return Step.of("Who is it?", "crm__find", SampleTools.row("name", "x"));
  }

  private Screen screen(boolean colours) {
    bytes.reset();
    return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), colours);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
