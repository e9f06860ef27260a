package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.identity.CertificateRules;
import dev.gatehouse.gateway.tls.TlsSettings;
import java.util.Optional;

/**
 * How TLS is spoken to clients.
 *
 * @param files with certificates and the key
 * @param certificates whom the certificates of clients name, where they are asked for
 */
public record FrontSettings(TlsSettings files, Optional<CertificateRules> certificates) {}
