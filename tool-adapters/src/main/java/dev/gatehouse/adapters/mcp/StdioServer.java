package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.UpstreamDescription;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running child that has said which era it belongs to.
 *
 * @param description with the era
 * @param wasOfUse whether it has answered a call
 * @param isRetired whether its end was taken note of
 */
record StdioServer(
    StdioChannel channel,
    UpstreamDescription description,
    AtomicBoolean wasOfUse,
    AtomicBoolean isRetired) {

  static StdioServer of(StdioChannel channel, UpstreamDescription description) {
    return new StdioServer(channel, description, new AtomicBoolean(), new AtomicBoolean());
  }
}
