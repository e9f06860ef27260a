/**
 * Exports: a log as a directory of files that anybody can check.
 *
 * <p>Called by the command line; reads the store beside a running writer. Contract: what is written
 * covers exactly one signed checkpoint.
 */
@NullMarked
package dev.gatehouse.recordings.export;

import org.jspecify.annotations.NullMarked;
