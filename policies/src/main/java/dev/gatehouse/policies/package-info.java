/** Placeholder of the room. */
@NullMarked
package dev.gatehouse.policies;

import org.jspecify.annotations.NullMarked;
