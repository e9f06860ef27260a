/**
 * Gatehouse as the authorization server that MCP clients expect, where the company's identity
 * provider is not one.
 *
 * <p>A person signs in at the company's provider ({@link
 * dev.gatehouse.gateway.signin.PersonSource}); a client gets tokens that are good here and nowhere
 * else, and the gateway checks them like those of any issuer. Called by the HTTP edge, which
 * translates requests into {@link dev.gatehouse.gateway.signin.Asked} and writes out each {@link
 * dev.gatehouse.gateway.signin.Answer}; calls the provider, a table beside the log, and the log:
 * every token, every sign-in and the end of every session is recorded before anybody hears of it,
 * and what strangers try is counted. Knows no HTTP server.
 *
 * <p>What a person or a client holds (codes, tokens, cookies) is kept as digests; keys and the
 * provider's tokens are encrypted. Nothing of them is in a log line, an exception or a record.
 *
 * <p>Source: OAuth 2.1 draft 13; RFC 6749, 7009, 7591, 7636, 8252, 8414, 8628, 8707, 9068, 9207;
 * MCP 2026-07-28 basic/authorization.
 */
@NullMarked
package dev.gatehouse.gateway.signin;

import org.jspecify.annotations.NullMarked;
