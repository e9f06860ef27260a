package dev.gatehouse.adapters.dial;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom connections trust: the authorities that this Java trusts, and more. */
public final class Authorities {
  private Authorities() {}

  /** What is dialled with, where these are trusted too. */
  public static SSLContext with(List<X509Certificate> more) {
    try {
      if (more.isEmpty()) {
        return SSLContext.getDefault();
      }
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(null, null);
      List<X509Certificate> trusted = new ArrayList<>(more);
      // A manager takes one list: with a second manager only the first would be asked.
      for (TrustManager usual : managers(null)) {
        if (usual instanceof X509TrustManager x509) {
          trusted.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
      for (int i = 0; i < trusted.size(); i++) {
        all.setCertificateEntry("authority-" + i, trusted.get(i));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(all), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }
}
