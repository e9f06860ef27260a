package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.mcp.MirroredHeaders;
import dev.gatehouse.gateway.policy.NamedTools;
import dev.gatehouse.gateway.schema.OutputSchemas;

/** What hears of the tools that upstreams list. Thread-safe. */
record ListedTools(
    NamedTools named, OutputSchemas schemas, MirroredHeaders mirrored, PinnedTools pinned) {
  ListedTools(PinnedTools pinned) {
    this(new NamedTools(), new OutputSchemas(), new MirroredHeaders(), pinned);
  }
}
