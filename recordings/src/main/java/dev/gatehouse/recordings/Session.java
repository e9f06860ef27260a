package dev.gatehouse.recordings;

import java.util.Optional;

/**
 * One opening of a log: its id, and the node that opened it where several share the log. Both stand
 * in each entry that it appends.
 */
record Session(String boot, Optional<String> node) {}
