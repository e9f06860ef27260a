/**
 * Many sessions of both eras at one time, at servers of both eras behind the product: what each
 * hears is its own, nothing is lost, and nothing is left behind.
 *
 * <p>Every session has a mark of its own, which all that it sends and all that is sent to it holds.
 */
@NullMarked
package dev.gatehouse.conformance.soak;

import org.jspecify.annotations.NullMarked;
