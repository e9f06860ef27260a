package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.credentials.PersonGrants;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.gateway.vault.EncryptedVault;
import dev.gatehouse.policies.limit.LimitStore;
import dev.gatehouse.recordings.EntryLog;

/**
 * What a gateway keeps beside its log.
 *
 * @param counts of limits
 * @param vault of what tokens stand for
 * @param pins the accepted definitions of tools
 * @param grants what people let the gateway do at upstreams
 */
record Beside(LimitStore counts, EncryptedVault vault, Pins pins, PersonGrants grants)
    implements AutoCloseable {

  /**
   * Opens it; closes the log where that cannot be.
   *
   * @throws GatewayStartException where something of it cannot be had
   */
  static Beside open(Configuration configuration, EntryLog log) throws GatewayStartException {
    LimitStore counts = LimitCounts.open(configuration, log);
    try {
      return new Beside(
          counts,
          Vaults.beside(log, configuration.recordings().log()),
          Pinnings.open(log, configuration.recordings().log(), configuration.pinning()),
          Grants.beside(log, configuration.recordings().directory()));
    } catch (GatewayStartException e) {
      counts.close();
      log.close();
      throw e;
    }
  }

  @Override
  public void close() {
    grants.close();
    pins.close();
    vault.close();
    counts.close();
  }
}
