/**
 * The edges: bytes in, recorded bytes out.
 *
 * <p>Steps 1 and 11 of the way of a call, over HTTP and over standard input and output. A transport
 * reads a whole message within its limits, checks what needs no reading of it (method, origin,
 * host, media types), hands it to the exchange, and sends what it is given, which is recorded
 * already. Both eras of the protocol share one endpoint. Wired by the root; calls the exchange.
 */
@NullMarked
package dev.gatehouse.gateway.transport;

import org.jspecify.annotations.NullMarked;
