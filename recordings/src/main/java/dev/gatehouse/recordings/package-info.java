/** Placeholder of the room. */
@NullMarked
package dev.gatehouse.recordings;

import org.jspecify.annotations.NullMarked;
