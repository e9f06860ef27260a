package dev.gatehouse.policies;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which calls a rule is about: those that satisfy every part. Immutable. */
record Match(List<Part> parts) {
  Match {
    parts = List.copyOf(parts);
  }

  /** Whether the call satisfies every part, or would at some other time. */
  boolean matchesSometime(Facts facts) {
    return parts.stream().allMatch(part -> part instanceof Part.Times || part.matches(facts));
  }

  /** Whether it says by which methods it is asked for. */
  boolean namesMethods() {
    return parts.stream()
        .anyMatch(part -> part instanceof Part.Names names && names.named() == Named.METHOD);
  }

  /** Whether it depends on when a call comes. */
  boolean dependsOnTime() {
    return parts.stream().anyMatch(Part.Times.class::isInstance);
  }

  boolean matches(Facts facts) {
    for (Part part : parts) {
      if (!part.matches(facts)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is about every resource of this template, for whom these facts are true. */
  boolean matchesAll(Facts facts, UriTemplate template) {
    return matches(facts, template::isCoveredBy);
  }

  /** Whether it is about some resource of this template, for whom these facts are true. */
  boolean matchesSome(Facts facts, UriTemplate template) {
    return matches(facts, template::meets);
  }

  private boolean matches(Facts facts, Predicate<Glob> aboutResources) {
    return parts.stream()
        .allMatch(
            part ->
                resources(part)
                    .map(names -> names.globs().stream().anyMatch(aboutResources))
                    .orElseGet(() -> part.matches(facts)));
  }

  private static Optional<Part.Names> resources(Part part) {
    return part instanceof Part.Names names && names.named() == Named.RESOURCE
        ? Optional.of(names)
        : Optional.empty();
  }

  /** The first part that the call does not satisfy. */
  Optional<Part> missed(Facts facts) {
    return parts.stream().filter(part -> !part.matches(facts)).findFirst();
  }
}
