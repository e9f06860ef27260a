/**
 * The pages on which people connect upstreams.
 *
 * <p>Beside the way of a call: a call whose person has not connected its upstream is answered with
 * a link to here. Called by transport; calls credentials, which goes to authorization servers and
 * keeps what they give, and signin for who the person is. Contract: whoever finishes is the person
 * whose call asked, in the browser in which that was shown; a link, a page and a trip are good
 * once.
 *
 * <p>Source: MCP 2026-07-28 client/elicitation, "Safe URL Handling" and "Phishing".
 */
@NullMarked
package dev.gatehouse.gateway.connect;

import org.jspecify.annotations.NullMarked;
