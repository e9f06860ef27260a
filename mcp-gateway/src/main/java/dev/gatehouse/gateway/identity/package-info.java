/**
 * Who is calling.
 *
 * <p>Step 2 of the way of a call: the credentials of a request become a {@link
 * dev.gatehouse.gateway.identity.Principal}, or a challenge that says how to get one. Called by the
 * exchange before anything of the request is read; calls the identity provider for its keys, which
 * it keeps. A credential ends here: it is in no log line and no record, and goes to no upstream;
 * only a token exchange that the configuration asks for gets it, by a principal that does not show
 * it.
 */
@NullMarked
package dev.gatehouse.gateway.identity;

import org.jspecify.annotations.NullMarked;
