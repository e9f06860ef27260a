package dev.gatehouse.gateway.signin.saml;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an accepted assertion says.
 *
 * @param id that it must not come with again
 * @param nameId the subject's name, exactly as it stands
 * @param nameIdFormat what kind of name; empty when unsaid
 * @param confirmedUntil after which no one accepts it any more
 * @param sessionEnds when the provider's session is over, where it says so
 * @param attributes those in plain text, by name
 */
record Assertion(
    String id,
    String nameId,
    String nameIdFormat,
    Instant confirmedUntil,
    Optional<Instant> sessionEnds,
    Map<String, List<String>> attributes) {

  /** How long it is good, and nothing of what it says. */
  @Override
  public String toString() {
    return "Assertion[confirmedUntil=" + confirmedUntil + "]";
  }
}
