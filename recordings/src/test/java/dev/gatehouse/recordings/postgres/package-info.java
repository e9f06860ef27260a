/** A real PostgreSQL server for tests, also for those of other modules. */
@NullMarked
package dev.gatehouse.recordings.postgres;

import org.jspecify.annotations.NullMarked;
