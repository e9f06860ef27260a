/**
 * Connections that the gateway opens: to upstreams, to issuers, to whatever else configuration or a
 * document names.
 *
 * <p>Called by {@code mcp}, and by the gateway's rooms that ask others. Contract: a name is
 * resolved once for each connection, all its addresses are held against the rules, and one of these
 * very addresses is connected to, so that a name that resolves to something else a moment later
 * gains nothing; with TLS the server's certificate and name are always checked. Addresses of this
 * machine, of private networks and of special use are connected to only where configuration names
 * them.
 */
@NullMarked
package dev.gatehouse.adapters.dial;

import org.jspecify.annotations.NullMarked;
