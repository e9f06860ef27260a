/**
 * TLS as clients meet it: certificate and key in PEM files, read again when they change, and the
 * certificates that clients bring.
 *
 * <p>Before step 1 of the way of a call. Called by the root package, which opens it, by transport,
 * which listens with it, and by config, which tries the files; calls nothing of ours. Contract:
 * what is in force was read as a whole and fits together; a change that does not leaves it in
 * force. No key reaches a log line or an exception.
 */
@NullMarked
package dev.gatehouse.gateway.tls;

import org.jspecify.annotations.NullMarked;
