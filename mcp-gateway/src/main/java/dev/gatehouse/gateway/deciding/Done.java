package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.State;

/** What somebody is told who did something. */
final class Done {
  private Done() {}

  static String words(Act act, Approval after) {
    return switch (act) {
      case APPROVE ->
          after.state() == State.GRANTED
              ? "You approved it: it is granted."
              : "You approved it. Others have to approve it too.";
      case DENY -> "You denied it.";
      case CHANGE ->
          "The arguments are changed. Nobody has approved them yet: read what is different, then"
              + " approve.";
      case RETRACT -> "Your approval is taken back.";
      case BREAK_GLASS -> "The glass is broken: it is granted, and everybody is told.";
      case REVOKE -> "The grant is revoked.";
      case WITHDRAW -> "The call is withdrawn.";
      case JUSTIFY -> "What you said is shown to whoever decides.";
    };
  }
}
