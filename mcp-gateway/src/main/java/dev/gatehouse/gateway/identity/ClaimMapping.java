package dev.gatehouse.gateway.identity;

import java.util.Optional;

/**
 * Which claims of an issuer's tokens say what.
 *
 * @param name of the principal, one text
 * @param groups of the principal, a list
 * @param scopes of the client, a list or a text with blanks between
 * @param application the client's id; where none is named it is {@code client_id} or {@code azp}
 */
public record ClaimMapping(
    ClaimPath name, ClaimPath groups, ClaimPath scopes, Optional<ClaimPath> application) {

  /** As most issuers have them. */
  public static final ClaimMapping STANDARD =
      new ClaimMapping(
          new ClaimPath("sub"), new ClaimPath("groups"), new ClaimPath("scope"), Optional.empty());
}
