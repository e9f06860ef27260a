/**
 * Conditions on calls, written in CEL.
 *
 * <p>An expression is parsed, type-checked and run once when its policy is read, so that what is
 * wrong with it shows then, and so that the first call does not pay for loading. Contract: a
 * condition holds, does not hold, or cannot be evaluated; the caller treats the last as a refusal.
 *
 * <p>Called by the policy reader and the engine. Calls the CEL library, which stays inside.
 */
@NullMarked
package dev.gatehouse.policies.condition;

import org.jspecify.annotations.NullMarked;
