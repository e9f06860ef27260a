package dev.gatehouse.gateway.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Places places = new Places(1, 1);

  private Semaphore of(String message) {
    return places.of(("{\"jsonrpc\":\"2.0\"," + message + "}").getBytes(UTF_8));
  }

  @Test
  void aStreamIsWhatAsksForOne() {
    assertSame(places.streams(), of("\"id\":1,\"method\":\"subscriptions/listen\""));
    assertSame(
        places.calls(),
        of(
            "\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"subscriptions/listen\","
                + "\"arguments\":{\"a\":\"subscriptions/listen\"}}"));
    assertSame(places.calls(), of("\"id\":1,\"method\":\"ping\""));
  }

  @Test
  void whatAsksForNothingTakesNoPlaceOfACall() {
    Semaphore answer = of("\"id\":1,\"result\":{}");
    Semaphore cancelling =
        of("\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"a\"}");
    assertSame(answer, cancelling);
    assertNotSame(places.calls(), answer);
    assertNotSame(places.streams(), answer);
  }
}
