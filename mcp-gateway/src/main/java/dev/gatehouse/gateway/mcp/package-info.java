/**
 * What the Model Context Protocol says of the messages themselves: revisions, methods, the metadata
 * of a request, sessions of legacy clients, and what a result looks like in each era.
 *
 * <p>Step 3 of the way of a call. Called by the exchange; calls nothing but the JSON-RPC room.
 * Nothing here sends, judges or records.
 */
@NullMarked
package dev.gatehouse.gateway.mcp;

import org.jspecify.annotations.NullMarked;
