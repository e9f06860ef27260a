package dev.gatehouse.gateway.approval;

import java.time.Instant;

/**
 * Something that happened to an approval; each is an entry of the log.
 *
 * @param number from 1
 * @param word one of those below
 * @param by the person's name; {@link #GATEWAY} where it is nobody's doing
 * @param reason the person's words, or what else is to be said; may be empty
 */
public record Step(int number, String word, Instant at, String by, String reason) {
  /** Whose doing time is. */
  public static final String GATEWAY = "gatehouse";

  public static final String ASKED = "asked";
  public static final String ATTACHED = "attached";
  public static final String ABANDONED = "abandoned";
  public static final String JUSTIFIED = "justified";
  public static final String APPROVED = "approved";
  public static final String RETRACTED = "retracted";
  public static final String NARROWED = "narrowed";
  public static final String ESCALATED = "escalated";
  public static final String BREAK_GLASS = "break-glass";
  public static final String GRANTED = "granted";
  public static final String DENIED = "denied";
  public static final String EXPIRED = "expired";
  public static final String WITHDRAWN = "withdrawn";
  public static final String REVOKED = "revoked";
  public static final String LAPSED = "lapsed";
  public static final String USED = "used";
  public static final String RESUMED = "resumed";
  public static final String ENDED = "ended";
}
