package dev.gatehouse.gateway.unseal;

import dev.gatehouse.gateway.seal.SealedPlace;

/**
 * A sealed original as it stands in the log.
 *
 * @param index of the entry
 * @param place what the entry says of itself, which the seal must repeat
 * @param sealed a compact JWE a line
 */
public record SealedEntry(long index, SealedPlace place, String sealed) {}
