/**
 * Clients and servers that others wrote, run against the product: the official TypeScript client in
 * both eras, the MCP Java SDK's client, and the reference servers.
 *
 * <p>The packages of npm come from {@code src/test/node/package-lock.json}, installed once into the
 * build's folder.
 */
@NullMarked
package dev.gatehouse.conformance.clients;

import org.jspecify.annotations.NullMarked;
