/**
 * The log on disk: SQLite for what must hang together, and beside it the files that must not be in
 * it (keys, tail guard, lock).
 *
 * <p>The write side is called by the log's one sequencer thread; the read side by readers, exports
 * and the verifier, also from other processes. Calls {@code merkle} and {@code leaf}. Contract:
 * what {@link EntryStore#commit} returned from survives a power cut; every other method may be
 * forgotten. Errors are those of JDBC, of files and of the JDK's cryptography; callers say what was
 * attempted.
 */
@NullMarked
package dev.gatehouse.recordings.store;

import org.jspecify.annotations.NullMarked;
