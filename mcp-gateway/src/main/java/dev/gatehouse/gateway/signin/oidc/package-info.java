/**
 * The company's OpenID provider as a source of persons: the authorization code flow with PKCE, and
 * what its id tokens say.
 *
 * <p>Called by {@code signin}; calls the provider. Contract: an id token is the provider's, for us,
 * for this sign-in and in time, or nobody came. Nothing of a token is in a log line.
 *
 * <p>Source: OpenID Connect Core 1.0 §3.1, §12; OpenID Connect Discovery 1.0; RFC 7636; RFC 9207.
 */
@NullMarked
package dev.gatehouse.gateway.signin.oidc;

import org.jspecify.annotations.NullMarked;
