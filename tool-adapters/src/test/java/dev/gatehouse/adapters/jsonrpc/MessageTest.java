package dev.gatehouse.adapters.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1\"", "\"\\u0061\"", "-7", "0", "9007199254740993", "\"\""})
  void keepsIdsAsSpelled(String id) throws Exception {
    Message.Request request =
        (Message.Request) read("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}");
    assertEquals(id, request.id().json());
    assertEquals(Optional.empty(), request.params());
  }

  @Test
  void readsEachKind() throws Exception {
    Message.Request request =
        (Message.Request)
            read("{\"method\":\"m\",\"params\":{\"a\":1},\"id\":1,\"jsonrpc\":\"2.0\",\"more\":0}");
    assertEquals("m", request.method());
    assertTrue(request.params().orElseThrow().member("a").isPresent());
    assertInstanceOf(Message.Notification.class, read("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}"));
    Message.Result result =
        (Message.Result) read("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":null}");
    assertEquals("null", result.json().slice(result.result()));
    Message.Failure failure =
        (Message.Failure) read("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-1}}");
    assertEquals(Optional.empty(), failure.id());
    assertEquals(
        Optional.empty(), ((Message.Failure) read("{\"jsonrpc\":\"2.0\",\"error\":{}}")).id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"m\"}]",
        "1",
        "null",
        "{}",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"jsonrpc\":2.0,\"method\":\"m\"}",
        "{\"jsonrpc\":\"1.0\",\"method\":\"m\"}",
        "{\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":1}",
        "{\"jsonrpc\":\"2.0\",\"method\":null,\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1]}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":null}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":null}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1.0}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1e3}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":{}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":true}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1,\"error\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"e\"}",
        "{\"jsonrpc\":\"2.0\",\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}"
      })
  void refusesWhatIsNoMessage(String text) {
    JsonRpcException e = assertThrows(JsonRpcException.class, () -> read(text));
    assertEquals(JsonRpcError.INVALID_REQUEST, e.error().code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"method\":\"m\"}"})
  void refusesWhatIsNoJson(String text) {
    JsonRpcException e = assertThrows(JsonRpcException.class, () -> read(text));
    assertEquals(JsonRpcError.PARSE_ERROR, e.error().code());
    assertEquals(Optional.empty(), e.id());
    assertTrue(e.response().startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"m\"} | 7",
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":3} | \"a\"",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":3} | 7"
      })
  void answersUnderTheIdWhereThereIsOne(String text, String id) {
    JsonRpcException e = assertThrows(JsonRpcException.class, () -> read(text));
    assertEquals(id, e.id().orElseThrow().json());
    assertTrue(e.response().contains("\"id\":" + id + ","), e.response());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void throwsNothingElseWhateverComes(int seed) {
    Random random = new Random(seed);
    String[] parts = {
      "{", "}", "\"jsonrpc\"", ":", ",", "\"2.0\"", "\"id\"", "1", "null", "\"method\"", "\"m\"",
      "\"params\"", "\"result\"", "\"error\"", "[", "]", " ", "\\", "\"", "\u0000", "é", "1.0"
    };
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "{\"jsonrpc\":\"2.0\"," : "");
      for (int n = random.nextInt(14); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      try {
        assertEquals(text.toString(), read(text.toString()).json().text());
      } catch (JsonRpcException e) {
        assertFalse(e.error().message().isEmpty());
      }
    }
  }

  @Test
  void tellsNothingOfItsContent() throws Exception {
    for (String text :
        new String[] {
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":\"secret\"}}",
          "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":\"secret\"}}",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":\"secret\"}}",
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"a\":\"secret\"}}"
        }) {
      assertFalse(read(text).toString().contains("secret"));
    }
  }

  private static Message read(String text) throws JsonRpcException {
    return Message.read(text.getBytes(UTF_8), JsonLimits.STANDARD);
  }
}
