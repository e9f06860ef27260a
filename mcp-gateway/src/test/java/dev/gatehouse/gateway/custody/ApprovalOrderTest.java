package dev.gatehouse.gateway.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.gateway.custody.ApprovalOrder.Which;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders about held calls on their way to another process. */
public class ApprovalOrderTest {
  /** One of each. */
  public static final List<ApprovalOrder> ORDERS =
      List.of(
          new ApprovalOrder.ListAll(Which.MINE),
          new ApprovalOrder.Show("01K", "{\"amount\":50}"),
          new ApprovalOrder.Approve("01K", "5be2", "case 17"),
          new ApprovalOrder.Narrow("01K", "5be2", "{\"amount\":50}", "case 17"),
          new ApprovalOrder.Deny("01K", "case 17"),
          new ApprovalOrder.Retract("01K"),
          new ApprovalOrder.Withdraw("01K", ""),
          new ApprovalOrder.Revoke("01K", "case 17"),
          new ApprovalOrder.Justify("01K", "the customer was charged twice"),
          new ApprovalOrder.BreakGlass("01K", "5be2", "outage 12"),
          new ApprovalOrder.Leave(Instant.parse("2026-12-24T00:00:00Z"), "bob", "", "holiday"),
          new ApprovalOrder.Return("bob", "https://sso.example.com"),
          new ApprovalOrder.ListDelegations());

  @Test
  void thereIsOneOfEach() {
    assertEquals(
        Set.of(ApprovalOrder.class.getPermittedSubclasses()),
        ORDERS.stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  @Test
  void comesThroughAsItWas() {
    for (ApprovalOrder order : ORDERS) {
      Order sent = new Order.Approvals(order);
      assertEquals(sent, Order.of(sent.json()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"approvals\":7}",
        "{\"approvals\":\"burn\"}",
        "{\"approvals\":\"list\",\"which\":\"theirs\"}",
        "{\"approvals\":\"deny\",\"id\":\"01K\"}",
        "{\"approvals\":\"revoke\",\"id\":\"01K\",\"reason\":\" \"}",
        "{\"approvals\":\"break-glass\",\"id\":\"01K\",\"seen\":\"5be2\"}",
        "{\"approvals\":\"justify\",\"id\":\"01K\"}",
        "{\"approvals\":\"leave\",\"until\":\"tomorrow\",\"person\":\"bob\"}"
      })
  void refusesWhatIsNoOrder(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject order =
          Json.createObjectBuilder()
              .add("order", "approvals")
              .add("what", reader.readObject())
              .build();
      assertThrows(IllegalArgumentException.class, () -> Order.of(order));
    }
  }

  @Test
  void refusesWhatIsTooLong() {
    String reason = "x".repeat(Order.REASON_CHARACTERS_MAX + 1);
    String text = "x".repeat(ApprovalOrder.TEXT_CHARACTERS_MAX + 1);
    String change = "x".repeat(ApprovalOrder.CHANGE_CHARACTERS_MAX + 1);
    assertThrows(
        IllegalArgumentException.class, () -> new ApprovalOrder.Approve("01K", "5be2", reason));
    assertThrows(IllegalArgumentException.class, () -> new ApprovalOrder.Justify("01K", text));
    assertThrows(IllegalArgumentException.class, () -> new ApprovalOrder.Show("01K", change));
  }
}
