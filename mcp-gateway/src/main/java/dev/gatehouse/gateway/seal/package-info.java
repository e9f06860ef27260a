/**
 * Originals of masked messages, encrypted to the auditors' public keys: the gateway can put them
 * into the log and cannot read them back.
 *
 * <p>Steps 7 and 10 of the way of a call, where policy says {@code seal}. The configuration reads
 * the keys with {@link dev.gatehouse.gateway.seal.AuditorKey}, the recorder calls {@link
 * dev.gatehouse.gateway.seal.Seal} on the exchange's own thread; this room calls Jose4j and nothing
 * else. Contract: no private key is ever accepted here, and what cannot be encrypted is an
 * exception, so that the call does not happen.
 */
@NullMarked
package dev.gatehouse.gateway.seal;

import org.jspecify.annotations.NullMarked;
