/**
 * The built product as its users run it: a child process started from the jars that the launcher
 * uses, in a folder of its own, with nothing of it on this side but its output, its port and its
 * files.
 *
 * <p>Called by the tests. A test that wants to know something that a user could not see does not
 * belong here.
 */
@NullMarked
package dev.gatehouse.conformance.product;

import org.jspecify.annotations.NullMarked;
