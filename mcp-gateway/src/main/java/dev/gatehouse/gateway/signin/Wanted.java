package dev.gatehouse.gateway.signin;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client wants to be let do.
 *
 * @param target where the answer goes
 */
record Wanted(Client client, String resource, Set<String> scopes, Target target) {
  Wanted {
    scopes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
  }

  /** Where an answer goes. */
  sealed interface Target {
    /**
     * Back to the client, by the browser.
     *
     * @param state that the client wants back
     * @param challenge of which only the client knows what it was made from
     */
    record Redirect(String address, Optional<String> state, String challenge) implements Target {
      @Override
      public String toString() {
        return "Redirect[]";
      }
    }

    /**
     * To a device that asks for it.
     *
     * @param device the digest of its code
     * @param typed what its person was shown
     */
    record Device(String device, String typed) implements Target {
      @Override
      public String toString() {
        return "Device[]";
      }
    }
  }

  Granted to(Person person) {
    return new Granted(client.id(), person, resource, scopes);
  }
}
