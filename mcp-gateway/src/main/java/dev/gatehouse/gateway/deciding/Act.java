package dev.gatehouse.gateway.deciding;

import java.util.Locale;
import java.util.Optional;

/** What somebody does about a held call. */
enum Act {
  /** Says yes to what was shown. */
  APPROVE(true, false),
  /** Says no. */
  DENY(false, true),
  /** Puts other arguments in place of those that were asked for. */
  CHANGE(true, false),
  /** Takes back the own yes. */
  RETRACT(false, false),
  /** Lets it through alone. */
  BREAK_GLASS(true, true),
  /** Takes back a grant. */
  REVOKE(false, true),
  /** Wants the own call no more. */
  WITHDRAW(false, false),
  /** Says what the own call is for. */
  JUSTIFY(false, true);

  private final boolean isBound;
  private final boolean needsWords;

  Act(boolean isBound, boolean needsWords) {
    this.isBound = isBound;
    this.needsWords = needsWords;
  }

  /** Whether it counts only for what was shown. */
  boolean isBound() {
    return isBound;
  }

  /** Whether it is nothing without a reason, or a text. */
  boolean needsWords() {
    return needsWords;
  }

  /** Whether it is for whoever asked for the call, and for nobody who decides. */
  boolean isRequesters() {
    return switch (this) {
      case WITHDRAW, JUSTIFY -> true;
      case APPROVE, DENY, CHANGE, RETRACT, BREAK_GLASS, REVOKE -> false;
    };
  }

  /** As it stands in addresses: {@code break-glass}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Act> of(String word) {
    for (Act act : values()) {
      if (act.word().equals(word)) {
        return Optional.of(act);
      }
    }
    return Optional.empty();
  }
}
