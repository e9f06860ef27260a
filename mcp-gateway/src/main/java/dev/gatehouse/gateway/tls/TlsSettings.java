package dev.gatehouse.gateway.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files are that TLS needs.
 *
 * @param certificate PEM with the gateway's certificate first, then those that lead to its
 *     authority
 * @param key PEM with the private key of the first certificate
 * @param clients what is asked of clients, where certificates are
 */
public record TlsSettings(Path certificate, Path key, Optional<Clients> clients) {

  /**
   * What is asked of clients.
   *
   * @param authorities PEM with the certificates of those who vouch for clients
   * @param required whether nobody connects without a certificate
   */
  public record Clients(Path authorities, boolean required) {}

  /**
   * Tries the files.
   *
   * @throws PemException where one of them is missing or is not what it should be
   */
  public void check() throws PemException {
    PemSet.read(this);
  }
}
