/**
 * What every upstream has in common: it answers MCP requests.
 *
 * <p>Step 8 of the way of a call. An {@link dev.gatehouse.adapters.Upstream} may be a remote
 * server, a child process or something made from a document; its caller cannot tell. It is given a
 * request as a {@linkplain dev.gatehouse.adapters.jsonrpc.Rewrite text with replacements}, in the
 * shape of the client's era, and translates to its own era at the last moment; its reply says which
 * era shaped it. Nothing here knows about policies, people or the record.
 *
 * <p>Called by the gateway's dispatcher, with one virtual thread for each call; interrupting that
 * thread cancels the call.
 */
@NullMarked
package dev.gatehouse.adapters;

import org.jspecify.annotations.NullMarked;
