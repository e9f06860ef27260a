/**
 * SQL statements, judged by what they would do.
 *
 * <p>A text is cut into tokens by the rules of its dialect; where versions or settings of a
 * database could cut it otherwise, it is refused. The tokens, with texts and quoted names replaced
 * by plain marks, go to the SQL parser, and its tree is walked by an allow-list of node types.
 * Last, every word of the statement must be one that the walk has met: what the tree left out is
 * refused too. Bounds are then held against the facts.
 *
 * <p>Called by the policy reader, the engine and by conditions. Calls the SQL parser, which stays
 * inside. Contract: what is not understood is never taken for harmless; no reason repeats a literal
 * value; reading runs on the calling thread and is bounded in length, depth, tokens and time.
 */
@NullMarked
package dev.gatehouse.policies.sql;

import org.jspecify.annotations.NullMarked;
