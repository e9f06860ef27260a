/**
 * JSON-RPC messages as bytes that were read once and are never written anew.
 *
 * <p>Step 3 of the way of a call. A message is decoded strictly, parsed to decide what it is, and
 * kept as the text that came: what is forwarded and recorded is that text, or that text with a few
 * {@linkplain dev.gatehouse.adapters.jsonrpc.Rewrite places replaced}. So unknown members, the
 * order of keys, the spelling of numbers and escapes all survive.
 *
 * <p>Called by every adapter and by the gateway; calls nothing but Jakarta JSON-P. Everything here
 * is immutable and bounded by {@link dev.gatehouse.adapters.jsonrpc.JsonLimits}.
 */
@NullMarked
package dev.gatehouse.adapters.jsonrpc;

import org.jspecify.annotations.NullMarked;
