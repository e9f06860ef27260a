/**
 * Puts the gateway together, starts it and stops it.
 *
 * <p>The only room that knows all others. Nothing is found by reflection or annotation: what uses
 * what is said here in plain constructor calls. Called by the command line.
 */
@NullMarked
package dev.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;
