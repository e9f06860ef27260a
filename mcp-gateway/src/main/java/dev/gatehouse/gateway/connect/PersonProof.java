package dev.gatehouse.gateway.connect;

import java.util.Optional;

/** How a browser shows whose it is. */
public sealed interface PersonProof {

  /**
   * By having the link: there is one person, on this machine, whom nobody vouches for anywhere
   * else.
   */
  record ByLink() implements PersonProof {}

  /** By a sign-in. */
  record BySignin(Door door) implements PersonProof {}

  /** Where people sign in. Thread-safe. */
  interface Door {
    /**
     * Where to send a browser.
     *
     * @param redirect where it comes back to, with a code and the state
     * @param challenge of PKCE by S256
     */
    String address(String redirect, String state, String challenge);

    /** Whose the code is, as calls have it; nothing where it is nobody's. */
    Optional<String> owner(String code, String redirect, String verifier, String peer);
  }
}
