package dev.gatehouse.gateway.signin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody whom the company's provider named.
 *
 * @param subject never changes
 * @param name to policies and people
 * @param groups as the provider stated them just now
 * @param until when the provider's own session ends, where it says so
 */
public record Person(String subject, String name, List<String> groups, Optional<Instant> until) {
  /** Longer names are no names. */
  private static final int CHARS_MAX = 256;

  /** Programs that act for themselves are called so, and nobody else. */
  static final String PROGRAM = "app:";

  public Person {
    groups = List.copyOf(groups);
  }

  /** Whether both names are names of a person. */
  public boolean isNamed() {
    return isName(subject) && isName(name) && !name.startsWith(PROGRAM);
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= CHARS_MAX
        && text.chars().noneMatch(Character::isISOControl);
  }
}
