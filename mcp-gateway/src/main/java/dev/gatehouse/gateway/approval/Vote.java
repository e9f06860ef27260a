package dev.gatehouse.gateway.approval;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person's yes.
 *
 * @param reason the person's words; may be empty
 * @param forWhom who is away and let the person decide
 */
public record Vote(Person by, Instant at, String reason, Optional<Person> forWhom) {

  /** In whose groups it counts: the person's own, and those of who is away. */
  Set<String> groups() {
    return Stream.concat(
            by.groups().stream(), forWhom.stream().flatMap(away -> away.groups().stream()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether this person has a part in it, deciding or being away. */
  boolean isOf(Person person) {
    return by.isSame(person) || forWhom.filter(person::isSame).isPresent();
  }
}
