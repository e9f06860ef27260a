package dev.gatehouse.gateway.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders on their way to another process. */
class OrderTest {
  @Test
  void comesThroughAsItWas() {
    JsonObject what = Json.createObjectBuilder().add("last", 50).build();
    for (Order order :
        new Order[] {
          new Order.Read("view", what),
          new Order.Erase("alice", "a request", true),
          new Order.Retain(12, "the year is over", false),
          new Order.Hold("", "lawsuit 5"),
          new Order.Release("alice", "lawsuit 5 is over")
        }) {
      assertEquals(order, Order.of(order.json()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"order\":7}",
        "{\"order\":\"burn\"}",
        "{\"order\":\"read\",\"method\":\"view\",\"what\":7}",
        "{\"order\":\"read\",\"method\":\"view\",\"what\":[]}",
        "{\"order\":\"read\",\"method\":\"view\",\"what\":null}"
      })
  void refusesWhatIsNoOrder(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      assertThrows(IllegalArgumentException.class, () -> Order.of(object));
    }
  }
}
