package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import java.util.Optional;

/**
 * Whom a legacy child is told that it talks to, once, when its session is opened.
 *
 * @param revision that it is offered
 * @param introduction JSON of an {@code Implementation}
 * @param promises what it may ask; nothing where many clients share the child
 */
record ChildClient(String revision, String introduction, Optional<ClientPromises> promises) {
  /** Gatehouse itself, on behalf of all who cannot be asked anything. */
  static final ChildClient GATEHOUSE =
      new ChildClient(Revisions.newestLegacy(), Handshake.CLIENT_INFO, Optional.empty());

  /** A client that the child has for itself. */
  static ChildClient alone(RequestMetadata client) {
    return new ChildClient(
        Revisions.offeredFor(client),
        client.clientInfo().orElse(Handshake.CLIENT_INFO),
        Optional.of(ClientPromises.of(client)));
  }

  /** JSON of the capabilities that the child is promised. */
  String capabilities() {
    return promises.map(ClientPromises::capabilities).orElse("{}");
  }
}
