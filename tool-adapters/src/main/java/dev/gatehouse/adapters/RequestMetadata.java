package dev.gatehouse.adapters;

import java.util.Optional;

/**
 * What a client says of itself with a request: in the modern era in the request's {@code _meta}, in
 * the legacy era once, when its session began.
 *
 * @param protocolVersion the client's revision, such as {@code 2026-07-28}
 * @param clientInfo JSON of its {@code Implementation}, self-reported
 * @param clientCapabilities JSON of its {@code ClientCapabilities}
 * @param logLevel the least level of log messages that it wants
 */
public record RequestMetadata(
    String protocolVersion,
    Optional<String> clientInfo,
    String clientCapabilities,
    Optional<String> logLevel) {}
