/**
 * What the gateway keeps in a database beside its log: how a connection is made, and made again.
 *
 * <p>Called by {@code limits}, {@code vault} and {@code pinning}, each of which has tables of its
 * own; calls the drivers. Contract: a connection that was handed out is to the right tables, of the
 * right form, with settings that were read back.
 */
@NullMarked
package dev.gatehouse.gateway.database;

import org.jspecify.annotations.NullMarked;
