/**
 * MCP servers as upstreams: remote ones over Streamable HTTP, child processes over stdio, each in
 * either era.
 *
 * <p>Step 8 of the way of a call. The era of a server is found out once, by asking it, and every
 * request is put into that era's form at the last moment: metadata put in or taken out of {@code
 * _meta}, our own id in place of the client's, and nothing else. Replies go back as they came. What
 * a legacy server asks of a client in the middle of a call (sampling, elicitation, roots) becomes a
 * reply of the modern form that asks for it: the call is parked, and goes on when the client calls
 * again with its answers.
 *
 * <p>Called by the gateway's dispatcher through {@link dev.gatehouse.adapters.Upstream}; calls the
 * {@code jsonrpc} package and, for HTTP only, Helidon's client. No bytes of a message, no header
 * value and no environment value reaches a log line or an exception.
 */
@NullMarked
package dev.gatehouse.adapters.mcp;

import org.jspecify.annotations.NullMarked;
