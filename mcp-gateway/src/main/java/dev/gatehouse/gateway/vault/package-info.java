/**
 * Where what tokens stand for lies, encrypted: in a file of the data directory, or, where gateways
 * share a log in PostgreSQL, in a schema of its own beside that.
 *
 * <p>Made by the root package; called by the masks of the policies, before a message that holds a
 * token is recorded or sent, and by {@code custody} for those who may have a value back. Calls
 * nobody. Contract: what is kept is durable; no file, table or message of an exception holds a
 * value in clear; a vault that cannot be written keeps its messages, and nothing else.
 */
@NullMarked
package dev.gatehouse.gateway.vault;

import org.jspecify.annotations.NullMarked;
