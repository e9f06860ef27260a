package dev.gatehouse.gateway;

import dev.gatehouse.gateway.vault.EncryptedVault;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.SecretKey;

/** Says where the vault of tokens lies: beside the log, so that whoever shares that shares it. */
public final class Vaults {
  private static final String FILE = "vault.db";

  private Vaults() {}

  /** The vault beside this log; it is opened when it is first needed. */
  public static EncryptedVault beside(EntryLog log, LogSettings settings) {
    SecretKey key = log.secret("vault");
    Optional<PostgresAccess> shared = settings.postgres();
    return shared.isPresent()
        ? EncryptedVault.inPostgres(shared.get(), key, InstantSource.system())
        : EncryptedVault.inFile(settings.directory().resolve(FILE), key, InstantSource.system());
  }
}
