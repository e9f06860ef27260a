package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The level from which on a legacy child sends log messages: its client's, and of many clients that
 * of the one who wants most. Thread-safe.
 *
 * <p>Source: MCP 2025-11-25 server/utilities/logging, "Setting Log Level".
 */
final class ChildLogLevel {
  private final boolean isOfOneClient;
  private @Nullable String set;
  private @Nullable Deadline again;

  ChildLogLevel(boolean isOfOneClient) {
    this.isOfOneClient = isOfOneClient;
  }

  /** The request to be sent before a call of this client; nothing where the level stays. */
  synchronized Optional<String> change(RequestMetadata client, RequestId id) {
    Optional<String> wanted = client.logLevel().filter(LogLevels::isKnown);
    boolean isTooSoon = again != null && !again.hasPassed();
    if (wanted.isEmpty() || wanted.get().equals(set) || isTooSoon) {
      return Optional.empty();
    }
    if (set != null && !isOfOneClient && !LogLevels.isBelow(wanted.get(), set)) {
      return Optional.empty();
    }
    set = wanted.get();
    return Optional.of(
        """
        {"jsonrpc":"2.0","id":%s,"method":"logging/setLevel","params":{"level":%s}}\
        """
            .formatted(id.json(), JsonStrings.quote(wanted.get())));
  }

  /** The child may not have heard of the last change: it is told again, though not before this. */
  synchronized void failed(Deadline notBefore) {
    set = null;
    again = notBefore;
  }
}
