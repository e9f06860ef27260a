package dev.gatehouse.gateway.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That somebody is away, and who decides in their place: with the groups that they had when they
 * said so. It is not handed on: who stands in for somebody who stands in has only that one's own
 * groups.
 *
 * @param from who is away
 * @param standIn as their tokens name them
 * @param issuer that names them so
 * @param until its fixed end, within {@link #LENGTH_MAX} of its beginning
 * @param reason the person's words; may be empty
 */
public record Delegation(
    Person from,
    String standIn,
    Optional<String> issuer,
    Instant since,
    Instant until,
    String reason) {
  /** Longer than most holidays: whoever is away for longer says so again, or is replaced. */
  public static final Duration LENGTH_MAX = Duration.ofDays(30);

  /** Whether this person stands in. */
  public boolean isTo(Person person) {
    return standIn.equals(person.name()) && issuer.equals(person.issuer());
  }

  /** Whether it counts at this moment. */
  public boolean isInForce(Instant now) {
    return !now.isBefore(since) && now.isBefore(until);
  }
}
