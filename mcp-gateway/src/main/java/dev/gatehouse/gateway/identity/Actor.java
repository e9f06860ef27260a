package dev.gatehouse.gateway.identity;

import java.util.Optional;

/**
 * Who acts for a principal, as its token says: an agent, a service.
 *
 * <p>Source: RFC 8693 §4.1.
 *
 * @param name its {@code sub}
 * @param issuer its {@code iss}, where the claim says one
 */
public record Actor(String name, Optional<String> issuer) {}
