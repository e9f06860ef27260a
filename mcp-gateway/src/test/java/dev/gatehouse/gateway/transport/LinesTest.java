package dev.gatehouse.gateway.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be waited for is told by the method of a message, whatever else it says. */
class LinesTest {
  private static byte[] request(String method) {
    return ("{ \"jsonrpc\":\"2.0\", \"method\" : \"" + method + "\", \"id\":\"a\" }")
        .getBytes(UTF_8);
  }

  private static byte[] notification(String method) {
    return ("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}").getBytes(UTF_8);
  }

  @Test
  void knowsWhatOthersWaitFor() {
    assertTrue(Lines.opensSession(request("initialize")));
    assertTrue(Lines.listens(request("subscriptions/listen")));
    assertTrue(Lines.saysInitialized(notification("notifications/initialized")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "subscriptions/listen", "notifications/initialized"})
  void takesNoCallForItThatMerelySaysSo(String method) {
    byte[] call =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run",\
        "arguments":{"method":"%s","command":"%1$s"}}}\
        """
            .formatted(method)
            .getBytes(UTF_8);
    assertFalse(Lines.opensSession(call));
    assertFalse(Lines.listens(call));
    assertFalse(Lines.saysInitialized(call));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"initialize\"", "[\"initialize\"]", "{\"method\":\"initialize\"}"})
  void takesNothingForItThatIsNoMessage(String text) {
    assertFalse(Lines.opensSession(text.getBytes(UTF_8)));
    assertFalse(Lines.opensSession(notification("initialize")));
    assertFalse(Lines.saysInitialized(request("notifications/initialized")));
  }
}
