package dev.gatehouse.gateway.signin;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * A program that asks for tokens.
 *
 * @param name for people
 * @param redirects where browsers may be sent back to
 * @param proof how it shows that it is this client
 * @param grants the ways in which it may get tokens
 * @param groups that it is in when it acts for itself
 */
public record Client(
    String id,
    String name,
    List<String> redirects,
    Proof proof,
    Set<Grant> grants,
    List<String> groups,
    Origin origin) {

  /** Who told us of it. */
  public enum Origin {
    /** The gateway's configuration. */
    CONFIGURED,
    /** It itself. */
    REGISTERED,
    /** The document that its id is the address of. */
    DOCUMENT
  }

  /** How a client shows that it is who it says. */
  public sealed interface Proof {
    /** It cannot: it keeps no secrets. */
    record None() implements Proof {}

    /** By a secret, of which this is the digest. */
    record Secret(String digest) implements Proof {
      /** By this one. */
      public static Secret of(String text) {
        return new Secret(Handles.digest(text));
      }

      /** Nothing of it. */
      @Override
      public String toString() {
        return "Secret[]";
      }
    }

    /** By a signature with a key of this set. */
    record Keys(String jwks) implements Proof {}

    /** By a signature with a key of the set at this address. */
    record KeysAt(URI address) implements Proof {}
  }

  public Client {
    redirects = List.copyOf(redirects);
    grants = Set.copyOf(grants);
    groups = List.copyOf(groups);
  }

  boolean isPublic() {
    return proof instanceof Proof.None;
  }
}
