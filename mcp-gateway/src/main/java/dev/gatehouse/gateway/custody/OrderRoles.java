package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.identity.Role;
import java.util.Optional;

/** Which orders need which role. */
public final class OrderRoles {
  private OrderRoles() {}

  /** The role; nothing for an order that does no more than say that somebody reads. */
  public static Optional<Role> needed(Order order) {
    return switch (order) {
      case Order.Read _ -> Optional.empty();
      case Order.Unmask _ -> Optional.of(Role.AUDITOR);
      case Order.Erase _,
          Order.EraseTokens _,
          Order.Retain _,
          Order.Hold _,
          Order.Release _,
          Order.Rotate _,
          Order.ListGrants _,
          Order.RevokeGrants _ ->
          Optional.of(Role.ADMIN);
      case Order.Reload _,
          Order.ListPins _,
          Order.CheckPins _,
          Order.DiffPin _,
          Order.AcceptPins _ ->
          Optional.of(Role.POLICY_AUTHOR);
      case Order.Approvals(ApprovalOrder what) -> needed(what);
    };
  }

  /** Whoever asked for a call may say what for, and end it; so may see it: those look for that. */
  private static Optional<Role> needed(ApprovalOrder order) {
    return switch (order) {
      case ApprovalOrder.Approve _,
          ApprovalOrder.Narrow _,
          ApprovalOrder.Deny _,
          ApprovalOrder.Retract _,
          ApprovalOrder.Revoke _,
          ApprovalOrder.BreakGlass _ ->
          Optional.of(Role.APPROVER);
      case ApprovalOrder.ListAll _,
          ApprovalOrder.Show _,
          ApprovalOrder.Withdraw _,
          ApprovalOrder.Justify _,
          ApprovalOrder.Leave _,
          ApprovalOrder.ListDelegations _ ->
          Optional.empty();
      case ApprovalOrder.Return back ->
          back.person().isEmpty() ? Optional.empty() : Optional.of(Role.ADMIN);
    };
  }

  /** Whether it matters who gives it, though it needs no role. */
  public static boolean needsPerson(Order order) {
    return order instanceof Order.Approvals;
  }
}
