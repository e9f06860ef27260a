/**
 * What upstreams ask of the gateway.
 *
 * <p>Behind step 10 of the way of a call: the transport to an upstream asks here, just before each
 * request, for the credential that it shows, and says here when the upstream refuses it. Called by
 * tool-adapters through {@link dev.gatehouse.adapters.Authorization}; calls authorization servers,
 * files and commands. A credential is fetched once for all who need it and leaves this room only
 * for the upstream that it is meant for; what is said when there is none is meant for who runs the
 * gateway.
 */
@NullMarked
package dev.gatehouse.gateway.credentials;

import org.jspecify.annotations.NullMarked;
