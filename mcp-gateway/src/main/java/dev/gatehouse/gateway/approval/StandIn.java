package dev.gatehouse.gateway.approval;

import java.util.Optional;

/**
 * Who decides in somebody's place.
 *
 * @param name as their tokens name them
 * @param issuer that names them so; missing in local mode
 */
public record StandIn(String name, Optional<String> issuer) {}
