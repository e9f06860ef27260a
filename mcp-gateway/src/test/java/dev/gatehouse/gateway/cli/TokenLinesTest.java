package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Tokens between a client's messages. */
class TokenLinesTest {
  private static TokenLines lines(String text) {
    return new TokenLines(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 100, "first");
  }

  private static String next(TokenLines lines) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = lines.read(); next >= 0 && next != '\n'; next = lines.read()) {
      line.append((char) next);
    }
    return line + " by " + lines.token();
  }

  @Test
  void takesTheTokenOfEachLineThatBringsOne() throws IOException {
    TokenLines lines =
        lines("{\"id\":1}\na login second\n{\"id\":2}\n\na login third\na login \n{\"id\":3}");
    assertEquals("{\"id\":1} by first", next(lines));
    assertEquals("{\"id\":2} by second", next(lines));
    assertEquals(" by second", next(lines));
    assertEquals("{\"id\":3} by ", next(lines));
    assertEquals(" by ", next(lines));
  }

  @Test
  void passesOnWhatOnlyLooksLikeOne() throws IOException {
    String tooLong = "a login " + "x".repeat(200);
    TokenLines lines =
        lines("{\"a login x\":1}\na loginx\n a login x\n" + tooLong + "\na login cut");
    assertEquals("{\"a login x\":1} by first", next(lines));
    assertEquals("a loginx by first", next(lines));
    assertEquals(" a login x by first", next(lines));
    assertEquals(tooLong + " by first", next(lines));
    assertEquals("a login cut by first", next(lines));
  }
}
