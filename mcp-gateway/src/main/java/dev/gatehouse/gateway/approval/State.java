package dev.gatehouse.gateway.approval;

import java.util.Locale;

/** How far an approval has come. */
public enum State {
  /** People have not decided yet. */
  PENDING,
  /** The call may run, and where the rule says so more than once. */
  GRANTED,
  /** Somebody said no. */
  DENIED,
  /** Nobody decided in time. */
  EXPIRED,
  /** Nobody wants it any more. */
  WITHDRAWN,
  /** It ran, or nobody knows whether it did; never again. */
  USED,
  /** It was granted, and not used in time. */
  LAPSED,
  /** It was granted, and that was taken back. */
  REVOKED;

  /** As it stands in logs, lists and answers: {@code pending}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether anything can still come of it. */
  public boolean isOpen() {
    return this == PENDING || this == GRANTED;
  }
}
