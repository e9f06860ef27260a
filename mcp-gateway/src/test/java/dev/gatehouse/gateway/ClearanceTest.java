package dev.gatehouse.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder;
import dev.gatehouse.gateway.custody.ApprovalOrderTest;
import dev.gatehouse.gateway.custody.Cleared;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may give which order: every order, by somebody of every role, and by nobody. */
class ClearanceTest {
  private static final String TOKEN = "[email:t:0b7e6a1f93c24d5588e1a6f0]";

  private static final Deciders DECIDERS = new Deciders(Optional.empty(), Set.of(), Set.of("desk"));

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
          new Order.RevokeGrants("ada", "crm", "case 17"),
          new Order.Approvals(new ApprovalOrder.ListAll(ApprovalOrder.Which.MINE)));

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
                "RevokeGrants",
                "Approvals"),
            "policy-author",
            List.of(
                "Read", "Reload", "ListPins", "CheckPins", "DiffPin", "AcceptPins", "Approvals"),
            "approver",
            List.of("Read", "Approvals"),
            "auditor",
            List.of("Read", "Unmask", "Approvals"),
            "agent",
            List.of("Read", "Approvals")),
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

  @Test
  void ofOrdersAboutHeldCallsDecisionsNeedTheRoleToApproveAndAbsencesOfOthersToAdminister() {
    Map<String, List<String>> mayGive = new TreeMap<>();
    for (Role role : Role.values()) {
      for (ApprovalOrder order : ApprovalOrderTest.ORDERS) {
        if (give(new Order.Approvals(order), Optional.of(role.word())).done()) {
          mayGive
              .computeIfAbsent(order.getClass().getSimpleName(), _ -> new ArrayList<>())
              .add(role.word());
        }
      }
    }
    List<String> all = Stream.of(Role.values()).map(Role::word).toList();
    Map<String, List<String>> expected = new TreeMap<>();
    for (String each :
        List.of("ListAll", "Show", "Withdraw", "Justify", "Leave", "ListDelegations")) {
      expected.put(each, all);
    }
    for (String each : List.of("Approve", "Narrow", "Deny", "Retract", "Revoke", "BreakGlass")) {
      expected.put(each, List.of("approver"));
    }
    expected.put("Return", List.of("admin"));
    assertEquals(expected, mayGive);
  }

  @Test
  void whoeverGivesAnOrderAboutHeldCallsIsAPersonAlsoWhereNobodyNeedsARole() {
    Clearance clearance = new Clearance(Optional.of(ClearanceTest::identified), false, DECIDERS);
    Order order = new Order.Approvals(new ApprovalOrder.Deny("01K", "case 17"));
    Giver nobody = new Giver("root", Optional.empty());
    assertFalse(clearance.perform(order, nobody, this::carryOut).done());
    assertTrue(clearance.perform(new Order.Rotate("case 17"), nobody, this::carryOut).done());
    Giver known = new Giver("root", Optional.of("agent"));
    List<Cleared> cleared = new ArrayList<>();
    clearance.perform(
        order,
        known,
        by -> {
          cleared.add(by);
          return carryOut(by);
        });
    assertEquals(
        new Deciders.Known.Somebody(
            new Person("someone", Optional.of("https://sso.example.com"), Set.of(), false)),
        cleared.getFirst().known());
  }

  private Answer give(Order order, Optional<String> token) {
    Clearance clearance = new Clearance(Optional.of(ClearanceTest::identified), true, DECIDERS);
    return clearance.perform(order, new Giver("root", token), this::carryOut);
  }

  private Answer carryOut(Cleared by) {
    carriedOut.add(by.name());
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
        Optional.of("desk"),
        List.of(),
        JsonValue.EMPTY_JSON_OBJECT,
        Optional.empty(),
        true);
  }
}
