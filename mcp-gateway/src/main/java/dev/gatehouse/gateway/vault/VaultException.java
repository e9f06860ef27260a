package dev.gatehouse.gateway.vault;

import java.sql.SQLException;

/** What the vault itself finds wrong: unlike a driver's, its message holds no row of it. */
final class VaultException extends SQLException {
  private static final long serialVersionUID = 1;

  VaultException(String message) {
    super(message);
  }
}
