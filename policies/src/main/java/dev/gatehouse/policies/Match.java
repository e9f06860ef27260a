package dev.gatehouse.policies;

import java.util.List;
import java.util.Optional;

/** Which calls a rule is about: those that satisfy every part. Immutable. */
record Match(List<Part> parts) {
  Match {
    parts = List.copyOf(parts);
  }

  boolean matches(Facts facts) {
    for (Part part : parts) {
      if (!part.matches(facts)) {
        return false;
      }
    }
    return true;
  }

  /** The first part that the call does not satisfy. */
  Optional<Part> missed(Facts facts) {
    return parts.stream().filter(part -> !part.matches(facts)).findFirst();
  }
}
