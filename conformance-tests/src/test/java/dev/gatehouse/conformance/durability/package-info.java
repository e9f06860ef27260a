/**
 * Durable before sent, shown over the whole gateway: for every byte that goes upstream and every
 * reply that goes to a client there is an earlier fsync that covers its record.
 *
 * <p>A library ({@code src/test/c/trace.c}), compiled here and preloaded into the gateway, tells a
 * pipe of each write, sync and sending in the order in which they happen; {@link TraceReader} reads
 * it, {@link DurableOrder} judges. It knows the log by its files only: SQLite's WAL, in which an
 * entry's statement stands in clear.
 */
@NullMarked
package dev.gatehouse.conformance.durability;

import org.jspecify.annotations.NullMarked;
