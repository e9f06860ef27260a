/**
 * Authenticated encryption of small texts by a secret of the log.
 *
 * <p>Used by the vault for what tokens stand for, and by the exchange for what clients bring back.
 * Calls nothing but the JDK.
 */
@NullMarked
package dev.gatehouse.gateway.cipher;

import org.jspecify.annotations.NullMarked;
