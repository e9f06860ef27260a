/**
 * The configuration file: YAML in, records out, every problem at once.
 *
 * <p>Called by the command line before anything starts; the root package takes the {@code
 * Configuration} and hands each room its part. Calls the strict YAML reader of the policies module,
 * and the environment and files that a secret names. Contract: a {@code Configuration} is complete
 * and valid, its paths are resolved against the file, its secrets are substituted; whatever is
 * wrong is a problem with file, line, column and what was expected, and then there is no
 * configuration.
 */
@NullMarked
package dev.gatehouse.gateway.config;

import org.jspecify.annotations.NullMarked;
