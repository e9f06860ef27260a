package dev.gatehouse.gateway.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/**
 * TLS to listen with, which follows its files.
 *
 * <p>The files are looked at by their content, because where they are mounted links are led
 * elsewhere and times tell nothing. Key and certificate are two files: while one of them is written
 * and the other is not they do not fit, and what is in force stays.
 *
 * <p>Guarantee: connections that are open go on; those that are opened from then on meet the new
 * certificate; no session of before can be resumed. Thread-safe.
 */
public final class FrontTls implements AutoCloseable {
  private static final Logger LOG = System.getLogger(FrontTls.class.getName());

  /** Reading three small files costs less than one handshake. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final TlsSettings settings;
  private final InstantSource clock;
  private final ServerKeys keys;
  private final ClientTrust trust;
  private final SSLContext context;
  private final Thread watch;
  private List<X509Certificate> authorities;
  private String tried;
  private String seen;

  private FrontTls(TlsSettings settings, PemSet first, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.keys = new ServerKeys(first);
    this.trust = new ClientTrust(first.authorities());
    this.context = context(keys, trust);
    this.authorities = first.authorities();
    this.tried = first.digest();
    this.seen = first.digest();
    this.watch = Thread.ofVirtual().name("certificate").unstarted(this::follow);
  }

  /**
   * Reads the files, and follows them from now on.
   *
   * @throws PemException where one of them is missing or is not what it should be
   */
  public static FrontTls open(TlsSettings settings, InstantSource clock) throws PemException {
    PemSet first = PemSet.read(settings);
    FrontTls front = new FrontTls(settings, first, clock);
    LOG.log(Level.INFO, "event=certificate-loaded by=start certificate=\"" + first + "\"");
    front.watch.start();
    return front;
  }

  /** What to listen with; it stays the same when the files change. */
  public SSLContext context() {
    return context;
  }

  /** Whether clients are asked for certificates. */
  public boolean asksClients() {
    return settings.clients().isPresent();
  }

  /** Whether nobody connects without a certificate. */
  public boolean requiresClients() {
    return settings.clients().map(TlsSettings.Clients::required).orElse(false);
  }

  /**
   * Whether what a client showed when it connected still counts: an authority that vouched for it
   * may have been taken away, and the certificate may have expired.
   *
   * @param shown its own certificate first
   */
  public boolean holds(List<Certificate> shown) {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate each : shown) {
      if (!(each instanceof X509Certificate certificate)) {
        return false;
      }
      chain.add(certificate);
    }
    return !chain.isEmpty() && trust.holds(chain, clock.instant());
  }

  /** No longer follows the files. */
  @Override
  public void close() {
    watch.interrupt();
  }

  private void follow() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(LOOK_EVERY);
        look();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException bug) {
        // Without this thread no certificate would ever be renewed, and nobody would know.
        LOG.log(Level.ERROR, "event=certificate-fault cause=" + bug.getClass().getName());
      }
    }
  }

  /** Takes what is there, once it is the same in two looks. */
  private void look() {
    String now = PemSet.digest(settings);
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(tried)) {
      return;
    }
    tried = now;
    try {
      take(PemSet.read(settings));
    } catch (PemException e) {
      LOG.log(Level.ERROR, "event=certificate-kept cause=\"" + e.getMessage() + "\"");
    }
  }

  private void take(PemSet next) {
    boolean removes = !next.authorities().containsAll(authorities);
    keys.replace(next);
    trust.replace(next.authorities());
    authorities = next.authorities();
    tried = next.digest();
    SSLSessionContext sessions = context.getServerSessionContext();
    for (byte[] id : Collections.list(sessions.getIds())) {
      Optional.ofNullable(sessions.getSession(id)).ifPresent(SSLSession::invalidate);
    }
    LOG.log(
        Level.INFO,
        "event=certificate-loaded by=change certificate=\""
            + next
            + "\""
            + (removes ? " authorities=removed" : ""));
  }

  private static SSLContext context(ServerKeys keys, ClientTrust trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
