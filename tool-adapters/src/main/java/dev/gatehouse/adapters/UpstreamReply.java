package dev.gatehouse.adapters;

import dev.gatehouse.adapters.jsonrpc.Message;

/**
 * A reply as the upstream sent it.
 *
 * @param message with the id that went upstream, which is not the client's
 * @param shape the era whose form it has
 */
public record UpstreamReply(Message.Response message, Era shape) {}
