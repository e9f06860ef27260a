/**
 * Which definitions of tools were accepted, and which of them their upstreams changed behind that.
 *
 * <p>A model acts on what a tool says of itself. A server that says one thing while somebody looks,
 * and another later, is caught here: the first definition of a tool is kept, and one that differs
 * is kept back until an administrator accepts it.
 *
 * <p>Between steps 4 and 5 of the way of a call. The exchange tells of every list of tools that
 * goes by, as it came and before anything in it is masked, and asks before each call; {@code
 * custody} carries out what administrators order. Calls {@code database} and the log. Contract:
 * nothing is accepted, kept back or let through again before an entry of the log says so; where
 * that cannot be known or recorded, tools are kept back, unless the configuration only wants to be
 * warned.
 */
@NullMarked
package dev.gatehouse.gateway.pinning;

import org.jspecify.annotations.NullMarked;
