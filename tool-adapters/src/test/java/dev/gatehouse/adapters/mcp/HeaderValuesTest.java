package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderValuesTest {

  /** The examples of MCP 2026-07-28 basic/transports/streamable-http, "Value Encoding". */
  @ParameterizedTest
  @CsvSource({
    "us-west1,us-west1",
    "'Hello, 世界','=?base64?SGVsbG8sIOS4lueVjA==?='",
    "' padded ','=?base64?IHBhZGRlZCA=?='",
    "'=?base64?literal?=','=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='",
    "'a b','a b'",
    "'=?base64?open','=?base64?open'"
  })
  void encodesWhatHttpCannotCarry(String text, String header) {
    assertEquals(header, HeaderValues.encode(text));
  }

  @Test
  void encodesControlCharacters() {
    assertEquals("=?base64?bGluZTEKbGluZTI=?=", HeaderValues.encode("line1\nline2"));
    assertEquals("=?base64?DQpYOiB5?=", HeaderValues.encode("\r\nX: y"));
  }
}
