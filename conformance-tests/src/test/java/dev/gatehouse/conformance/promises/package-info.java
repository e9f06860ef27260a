/**
 * What Gatehouse promises, tried on the built product: bytes that stay as they are, secrets that
 * are nowhere, replies that are in the log whatever happens, and answers to what strangers send.
 *
 * <p>Each test starts the product as a child process, with upstreams that this side writes byte for
 * byte, and looks only at what a user, an operator or an auditor could see.
 */
@NullMarked
package dev.gatehouse.conformance.promises;

import org.jspecify.annotations.NullMarked;
