/**
 * Calls that wait for people, through the built product: official clients of both eras, people at
 * the command line, and gateways that are killed in between.
 */
@NullMarked
package dev.gatehouse.conformance.approvals;

import org.jspecify.annotations.NullMarked;
