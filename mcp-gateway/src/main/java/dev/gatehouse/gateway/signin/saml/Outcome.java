package dev.gatehouse.gateway.signin.saml;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of a sign-in at the provider. */
public sealed interface Outcome {

  /**
   * Somebody whom the provider named.
   *
   * @param subject the name, from the subject of the assertion or from the attribute that settings
   *     name; of 1 to 256 characters
   * @param issuer the provider's entity id: a name means something only together with it
   * @param groups the values of the attribute that settings name; empty without one
   * @param attributes all that the assertion says in plain text, by their names
   * @param sessionEnds when the provider wants the session to be over at the latest
   */
  record Person(
      String subject,
      String issuer,
      List<String> groups,
      Map<String, List<String>> attributes,
      Optional<Instant> sessionEnds)
      implements Outcome {
    public Person {
      groups = List.copyOf(groups);
      Map<String, List<String>> copy = new LinkedHashMap<>();
      attributes.forEach((name, values) -> copy.put(name, List.copyOf(values)));
      attributes = Collections.unmodifiableMap(copy);
    }

    /** Who, and nothing of what else the provider knows of them. */
    @Override
    public String toString() {
      return "Person[subject=" + subject + ", issuer=" + issuer + "]";
    }
  }

  /** Nobody. */
  record Refused(Refusal refusal) implements Outcome {

    /** One word for the record; never for the browser. */
    public String reason() {
      return refusal.word();
    }
  }
}
