/**
 * A person's own sign-in at a gateway, for commands that call it.
 *
 * <p>This side is a client like any other: it finds out from the gateway who gives tokens for it,
 * has a person sign in there by browser or by a code that is typed elsewhere, keeps the tokens in
 * files that only this user may read, and renews them. Called by the command line alone; calls
 * gateways and authorization servers over connections that it is given. What serves never uses it.
 *
 * <p>Contract: a token leaves only for the resource that it is for, or for the authorization server
 * that gave it; none is in an exception, a log line or the text form of anything. What stands in
 * the way is said in a sentence for whoever types commands.
 *
 * <p>Source: MCP 2026-07-28 basic/authorization; RFC 6749, 7009, 7591, 7636, 8252, 8414, 8628,
 * 8707, 9207, 9728.
 */
@NullMarked
package dev.gatehouse.gateway.login;

import org.jspecify.annotations.NullMarked;
