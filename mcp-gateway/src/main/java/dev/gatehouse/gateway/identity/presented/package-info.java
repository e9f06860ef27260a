/**
 * The access token that a caller brought, on its way to where it is exchanged for another.
 *
 * <p>Beside step 2 of the way of a call. Only identity makes one, and only the exchange of tokens
 * in credentials gets at what it holds, as part of a form for an authorization server that the
 * configuration names; no other package may use this one, which a test checks. So a caller's own
 * token is shown to no upstream.
 */
@NullMarked
package dev.gatehouse.gateway.identity.presented;

import org.jspecify.annotations.NullMarked;
