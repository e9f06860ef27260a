package dev.gatehouse.gateway.approval;

import java.util.Optional;

/**
 * What people, callers and the gateway do to an approval. Those that decide on what was shown name
 * it by {@link Approval#seen()}, and are refused where it has changed since.
 */
public sealed interface Event {
  /** A caller asked for the same again. */
  record Attached(Requester by) implements Event {}

  /** No client waits for it any more; it goes on. */
  record Abandoned() implements Event {}

  /** The requester says what it is for. */
  record Justified(String text) implements Event {}

  /**
   * A person says yes.
   *
   * @param forWhom who is away, with whose groups the person decides
   */
  record Approved(Person by, Optional<Person> forWhom, String reason, String seen)
      implements Event {
    public Approved(Person by, String reason, String seen) {
      this(by, Optional.empty(), reason, seen);
    }
  }

  /** A person says no, which ends it. */
  record Denied(Person by, Optional<Person> forWhom, String reason) implements Event {
    public Denied(Person by, String reason) {
      this(by, Optional.empty(), reason);
    }
  }

  /** A person puts other arguments in place of those that were asked for; nobody has voted then. */
  record Narrowed(
      Person by, Optional<Person> forWhom, String argumentsJson, String reason, String seen)
      implements Event {
    public Narrowed(Person by, String argumentsJson, String reason, String seen) {
      this(by, Optional.empty(), argumentsJson, reason, seen);
    }

    /** Nothing of the arguments, which may be secret. */
    @Override
    public String toString() {
      return "Narrowed[by " + by.name() + "]";
    }
  }

  /** A person of the break-glass groups lets it through alone. */
  record GlassBroken(Person by, String reason, String seen) implements Event {}

  /** The requester wants it no more. */
  record Withdrawn(String reason) implements Event {}

  /** A person takes back the own yes, as long as it has not led to a grant. */
  record Retracted(Person by) implements Event {}

  /** A person takes back a grant. */
  record Revoked(Person by, String reason) implements Event {}

  /** What it is bound to is no more: the tool changed, or the policy. */
  record Outdated(String why) implements Event {}
}
