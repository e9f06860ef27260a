/**
 * The official conformance suite against the gateway, and against the same fixture without it.
 *
 * <p>Room: conformance tests. Called by the build. Calls the built product, and the suite and the
 * fixture under {@code src/test/node}. Contract: behind the gateway every scenario gives the same
 * checks as in front of the fixture itself, but for those that a file here names with the reason.
 */
@NullMarked
package dev.gatehouse.conformance.suite;

import org.jspecify.annotations.NullMarked;
