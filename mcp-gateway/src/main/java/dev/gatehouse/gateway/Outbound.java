package dev.gatehouse.gateway;

import dev.gatehouse.adapters.dial.Authorities;
import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.tls.PemCertificates;
import dev.gatehouse.gateway.tls.PemException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** How connections are opened, as a configuration says. */
final class Outbound {
  private Outbound() {}

  /** What dials; each user of it names the addresses that stand in its own part of the file. */
  static Dialler dialler(Configuration configuration) {
    return new Dialler(configuration.outbound().rules(), trust(configuration));
  }

  /** Whom connections trust. */
  static SSLContext trust(Configuration configuration) {
    List<X509Certificate> more = new ArrayList<>();
    try {
      for (Path file : configuration.outbound().authorities()) {
        more.addAll(PemCertificates.read(file));
      }
    } catch (PemException e) {
      // It was there when the configuration was read. Its message says which file.
      throw new IllegalStateException(e.getMessage(), e);
    }
    return Authorities.with(more);
  }
}
