package dev.gatehouse.gateway.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates in a file. */
public final class PemCertificates {
  private PemCertificates() {}

  /**
   * All that are in this file, in their order.
   *
   * @throws PemException where it is missing, or holds none
   */
  public static List<X509Certificate> read(Path file) throws PemException {
    return PemFile.read(file).certificates();
  }
}
