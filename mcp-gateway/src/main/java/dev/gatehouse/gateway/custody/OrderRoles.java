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
    };
  }
}
