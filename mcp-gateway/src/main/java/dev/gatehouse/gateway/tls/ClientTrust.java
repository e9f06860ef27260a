package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom we believe when clients say who they are: the authorities in force, which can be replaced at
 * any time. Thread-safe.
 */
final class ClientTrust extends X509ExtendedTrustManager {
  /** Certificates whose check is remembered; where there are more, all are checked again. */
  private static final int REMEMBERED_MAX = 10_000;

  /** What these authorities vouch for, and until when it was found to hold. */
  private record Authorities(
      X509ExtendedTrustManager manager, Map<List<X509Certificate>, Instant> good) {}

  private volatile Authorities authorities;

  ClientTrust(List<X509Certificate> first) {
    authorities = authorities(first);
  }

  void replace(List<X509Certificate> next) {
    authorities = authorities(next);
  }

  /** Whether the authorities in force vouch for this certificate, which comes first, now. */
  boolean holds(List<X509Certificate> chain, Instant now) {
    Authorities current = authorities;
    Instant until = current.good().get(chain);
    if (until != null) {
      return now.isBefore(until);
    }
    try {
      X509Certificate[] certificates = chain.toArray(X509Certificate[]::new);
      current
          .manager()
          .checkClientTrusted(certificates, chain.getFirst().getPublicKey().getAlgorithm());
    } catch (CertificateException e) {
      return false;
    }
    if (current.good().size() >= REMEMBERED_MAX) {
      current.good().clear();
    }
    Instant end =
        chain.stream()
            .map(each -> each.getNotAfter().toInstant())
            .min(Instant::compareTo)
            .orElse(now);
    current.good().put(chain, end);
    return now.isBefore(end);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    authorities.manager().checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    authorities.manager().checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    authorities.manager().checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw notAClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw notAClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw notAClient();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.manager().getAcceptedIssuers();
  }

  private static CertificateException notAClient() {
    return new CertificateException("nothing is dialled with this");
  }

  private static Authorities authorities(List<X509Certificate> trusted) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("authority-" + i, trusted.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      X509ExtendedTrustManager manager =
          Stream.<TrustManager>of(factory.getTrustManagers())
              .filter(X509ExtendedTrustManager.class::isInstance)
              .map(X509ExtendedTrustManager.class::cast)
              .findFirst()
              .orElseThrow();
      return new Authorities(manager, new ConcurrentHashMap<>());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK checks certificates", e);
    }
  }
}
