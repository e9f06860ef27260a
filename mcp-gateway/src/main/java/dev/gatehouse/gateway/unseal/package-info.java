/**
 * The auditor's side of sealed originals: a private key, and the originals that it opens in a
 * bundle or a data directory, offline.
 *
 * <p>Called by the command line alone. Nothing that serves calls may use this room, because a
 * gateway has no private key of an auditor's: the table of rooms forbids it. Calls the read side of
 * the recordings, and Jose4j. Contract: what is opened is what was sealed for the very entry in
 * which it stands; whether the entry is what the log signed is for {@code gatehouse verify} to say.
 */
@NullMarked
package dev.gatehouse.gateway.unseal;

import org.jspecify.annotations.NullMarked;
