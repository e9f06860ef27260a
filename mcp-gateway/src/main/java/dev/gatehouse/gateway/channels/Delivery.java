package dev.gatehouse.gateway.channels;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of telling one channel of one step.
 *
 * @param step its number in the approval
 * @param word what the step was
 * @param sent when somebody took it
 * @param attempts that were made so far
 * @param next when it is tried again, where it waits
 * @param trouble what the last attempt failed of; holds no secret; empty where there was none
 */
public record Delivery(
    String channel,
    int step,
    String word,
    State state,
    Instant made,
    Optional<Instant> sent,
    int attempts,
    Optional<Instant> next,
    String trouble) {

  /** How far it came. */
  public enum State {
    /** It is tried until it was taken, or a day is over. */
    WAITING,
    /** Somebody took it: alone, or gathered with others. */
    SENT,
    /** It was tried too often or for too long. */
    GIVEN_UP,
    /** There were so many that it was only counted. */
    LEFT_OUT;

    /** Such as {@code given-up}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
