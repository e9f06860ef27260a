package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.limits.FileLimitStore;
import dev.gatehouse.gateway.limits.PostgresLimitStore;
import dev.gatehouse.policies.limit.LimitStore;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Opens what limits have counted: beside the log, so that whoever shares that shares these. */
final class LimitCounts {
  private static final String FILE = "limits.db";

  private LimitCounts() {}

  /**
   * Opens it; closes the log where that cannot be.
   *
   * @throws GatewayStartException where the counts cannot be had: without them everybody would have
   *     a fresh budget
   */
  static LimitStore open(Configuration configuration, EntryLog log) throws GatewayStartException {
    Optional<PostgresAccess> shared = configuration.recordings().log().postgres();
    try {
      if (shared.isPresent()) {
        return PostgresLimitStore.open(shared.get(), PostgresLimitStore.RENEWED_EVERY);
      }
      Path file = configuration.recordings().directory().resolve(FILE);
      return FileLimitStore.open(file, InstantSource.system());
    } catch (IOException e) {
      log.close();
      throw new GatewayStartException("cannot count limits: " + e.getMessage());
    }
  }
}
