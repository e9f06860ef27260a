package dev.gatehouse.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.Order;
import dev.gatehouse.gateway.identity.AccessToken;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.identity.Role;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may give which order: every order, by somebody of every role, and by nobody. */
class ClearanceTest {
  private static final String TOKEN = "[email:t:0b7e6a1f93c24d5588e1a6f0]";

  private static final List<Order> ORDERS =
      List.of(
          new Order.Read("view", JsonValue.EMPTY_JSON_OBJECT),
          new Order.Erase("ada", "case 17", false),
          new Order.Retain(12, "case 17", false),
          new Order.Hold("ada", "case 17"),
          new Order.Release("ada", "case 17"),
          new Order.Rotate("case 17"),
          new Order.Reload(),
          new Order.Unmask(List.of(TOKEN), "case 17"),
          new Order.EraseTokens(List.of(TOKEN), "case 17", false),
          new Order.ListPins(),
          new Order.CheckPins(),
          new Order.DiffPin("crm", "find"),
          new Order.AcceptPins("crm", "", "", "case 17"),
          new Order.ListGrants(),
          new Order.RevokeGrants("ada", "crm", "case 17"));

  private final List<String> carriedOut = new ArrayList<>();

  @Test
  void thereIsOneOfEachOrder() {
    assertEquals(
        Set.of(Order.class.getPermittedSubclasses()),
        ORDERS.stream().map(Order::getClass).collect(Collectors.toSet()));
  }

  @Test
  void eachOrderIsCarriedOutForItsRoleAlone() {
    Map<String, List<String>> mayGive = new TreeMap<>();
    for (Role role : Role.values()) {
      for (Order order : ORDERS) {
        if (give(order, Optional.of(role.word())).done()) {
          mayGive
              .computeIfAbsent(role.word(), _ -> new ArrayList<>())
              .add(order.getClass().getSimpleName());
        }
      }
    }
    assertEquals(
        Map.of(
            "admin",
            List.of(
                "Read",
                "Erase",
                "Retain",
                "Hold",
                "Release",
                "Rotate",
                "EraseTokens",
                "ListGrants",
                "RevokeGrants"),
            "policy-author",
            List.of("Read", "Reload", "ListPins", "CheckPins", "DiffPin", "AcceptPins"),
            "approver",
            List.of("Read"),
            "auditor",
            List.of("Read", "Unmask"),
            "agent",
            List.of("Read")),
        mayGive);
    // Whoever only says that he reads is not asked who he is.
    assertEquals(Set.of("root", "someone of https://sso.example.com"), Set.copyOf(carriedOut));
  }

  @Test
  void nobodyGivesAnOrderWithoutATokenOrWithABadOne() {
    for (Order order : ORDERS) {
      if (!(order instanceof Order.Read)) {
        assertFalse(give(order, Optional.empty()).done());
        Answer refused = give(order, Optional.of("forged"));
        assertFalse(refused.done());
        assertFalse(refused.text().contains("forged"), refused::text);
      }
    }
    assertEquals(List.of(), carriedOut);
  }

  @Test
  void theOwnerGivesAllOrdersWhereNoRolesAreNamed() {
    Giver owner = new Giver("root", Optional.empty());
    for (Order order : ORDERS) {
      assertTrue(Clearance.ofOwner().perform(order, owner, this::carryOut).done());
    }
    assertEquals(Set.of("root"), Set.copyOf(carriedOut));
  }

  private Answer give(Order order, Optional<String> token) {
    Clearance clearance = new Clearance(Optional.of(ClearanceTest::identified));
    return clearance.perform(order, new Giver("root", token), this::carryOut);
  }

  private Answer carryOut(String by) {
    carriedOut.add(by);
    return new Answer(true, "done");
  }

  /** Whose token is the name of a role has that role. */
  private static Identification identified(Credentials credentials) {
    String token = credentials.token().map(AccessToken::text).orElse("");
    return Role.of(token)
        .<Identification>map(role -> new Identification.Known(somebody(role)))
        .orElseGet(() -> new Identification.Challenged(401, "Bearer", "invalid"));
  }

  private static Principal somebody(Role role) {
    return new Principal(
        "someone",
        Optional.of("https://sso.example.com"),
        List.of(),
        Set.of(role),
        Set.of(),
        Optional.empty(),
        List.of(),
        JsonValue.EMPTY_JSON_OBJECT,
        Optional.empty(),
        true);
  }
}
