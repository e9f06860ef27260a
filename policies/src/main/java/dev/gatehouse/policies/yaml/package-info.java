/**
 * Strict reading of YAML files that people write: policies and the gateway's configuration.
 *
 * <p>A file becomes a tree of nodes that know their line and column; a {@code MappingReader} takes
 * typed values out of it. Nothing here throws for what a file holds: every problem is added to one
 * {@code Problems}, so that an author sees all of them at once. YAML 1.2; duplicate keys, anchors,
 * aliases, tags and several documents are problems; size and nesting have limits.
 *
 * <p>Called by the policy reader and by the gateway's configuration reader. Calls nothing but the
 * YAML event parser.
 */
@NullMarked
package dev.gatehouse.policies.yaml;

import org.jspecify.annotations.NullMarked;
