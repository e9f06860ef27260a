/**
 * The command line: one command a file, and {@code Main}, which hands each of them the terminal.
 *
 * <p>Called by the launcher. Calls the configuration reader, the root package to start a gateway,
 * the recordings to read, export and verify them, and a running gateway as any MCP client would.
 * Contract: results go to standard output, everything else to standard error; the exit code is 0
 * for success, 1 for failure, 2 for wrong usage or a wrong configuration; with {@code --json} the
 * standard output is JSON and nothing else.
 */
@NullMarked
package dev.gatehouse.gateway.cli;

import org.jspecify.annotations.NullMarked;
