package dev.gatehouse.gateway.signin.saml;

import java.util.List;
import java.util.Optional;

/**
 * Whom an assertion is about, in the words of settings.
 *
 * <p>Guarantee: a name is the whole of what the provider said, of 1 to 256 characters without
 * control characters or blanks around it, and the same person has it the next time. Immutable.
 */
record PersonNaming(Optional<String> nameAttribute, Optional<String> groupsAttribute) {
  private static final int NAME_CHARS_MAX = 256;

  Outcome.Person person(Assertion assertion, Provider provider) throws RefusedException {
    return new Outcome.Person(
        name(assertion),
        provider.entityId(),
        groupsAttribute.map(name -> values(assertion, name)).orElse(List.of()),
        assertion.attributes(),
        assertion.sessionEnds());
  }

  private String name(Assertion assertion) throws RefusedException {
    if (nameAttribute.isEmpty()) {
      if (assertion.nameIdFormat().equals(SamlNames.TRANSIENT)) {
        throw new RefusedException(Refusal.NAME);
      }
      return usable(assertion.nameId());
    }
    List<String> values = values(assertion, nameAttribute.get());
    if (values.size() != 1) {
      throw new RefusedException(Refusal.NAME);
    }
    return usable(values.getFirst());
  }

  /** Two names that look alike are two persons at the provider: nothing is taken off. */
  private static String usable(String name) throws RefusedException {
    if (name.isEmpty()
        || name.length() > NAME_CHARS_MAX
        || !name.equals(name.strip())
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException(Refusal.NAME);
    }
    return name;
  }

  private static List<String> values(Assertion assertion, String attribute) {
    return assertion.attributes().getOrDefault(attribute, List.of());
  }
}
