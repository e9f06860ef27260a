/**
 * Recordings as people and their programs read them: which entries are wanted, and each exchange as
 * one row of a table, a line of JSON or a page. A view is never the evidence, and says so.
 *
 * <p>Called by the command line; calls {@code recordings} for the entries, and reads the parts that
 * {@code audit} wrote. Contract: no text of a stranger can act in a view, whatever opens it; what
 * was erased is named as erased.
 */
@NullMarked
package dev.gatehouse.gateway.views;

import org.jspecify.annotations.NullMarked;
