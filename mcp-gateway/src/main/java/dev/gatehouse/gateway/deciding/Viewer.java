package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Person;
import java.util.Optional;

/**
 * Who looks at held calls. Immutable.
 *
 * @param person whoever it is, or for whom a program asks
 * @param reach which calls they see beside those that were asked for in their name
 * @param refusal why they decide nothing; nothing where they may, as far as each call's rules go
 */
record Viewer(Person person, Reach reach, Optional<String> refusal) {

  /** How far somebody sees. */
  enum Reach {
    /** All of them. */
    ALL,
    /** Those on which the person's groups have a say at any time. */
    GROUPS,
    /** No others. */
    OWN
  }

  /** As approvals name whoever asks. */
  String owner() {
    return person.issuer().orElse("") + ' ' + person.name();
  }
}
