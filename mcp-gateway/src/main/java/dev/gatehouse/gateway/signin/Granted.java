package dev.gatehouse.gateway.signin;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a client may do for somebody, or for itself.
 *
 * @param client its id
 * @param person whom it acts for
 * @param resource where
 * @param scopes how far
 */
record Granted(String client, Person person, String resource, Set<String> scopes) {
  Granted {
    scopes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
  }

  String scope() {
    return String.join(" ", scopes);
  }
}
