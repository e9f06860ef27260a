package dev.gatehouse.gateway.identity;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Someone who was identified.
 *
 * @param name unique for its issuer
 * @param issuer who vouches; missing in local mode
 * @param groups as the issuer states them
 * @param claims of the token; empty in local mode
 * @param verified false in local mode, where the operating system's user is taken at its word
 */
public record Principal(
    String name,
    Optional<String> issuer,
    List<String> groups,
    JsonObject claims,
    boolean verified) {
  public Principal {
    groups = List.copyOf(groups);
  }
}
