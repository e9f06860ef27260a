package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.identity.Principal;
import java.util.Optional;

/** How somebody before a browser shows who they are. */
public sealed interface Entrance {

  /** By a key that only the owner of the gateway's files can read: there is nobody else. */
  record ByKey(PageKey key, String owner) implements Entrance {}

  /** By a sign-in. */
  record BySignin(Door door) implements Entrance {}

  /** Not at all: nobody is signed in here. */
  record Nowhere() implements Entrance {}

  /** Where people sign in. Thread-safe. */
  interface Door {
    /**
     * Where to send a browser.
     *
     * @param redirect where it comes back to, with a code and the state
     * @param challenge of PKCE by S256
     */
    String address(String redirect, String state, String challenge);

    /** Whose the code is; nothing where it is nobody's. */
    Optional<Principal> principal(String code, String redirect, String verifier, String peer);
  }
}
