package dev.gatehouse.conformance.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.conformance.product.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of this machine that is its own authority: only those trust it who are told to. */
final class HostCertificate {
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final String PASSWORD = "a-store-for-a-test";
  private static final String ALIAS = "host";

  private final KeyStore keys;
  private final Path folder;

  /** Makes one, with files in this folder. */
  HostCertificate(Path folder) {
    this.folder = folder;
    Path store = folder.resolve("host.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-validity",
            "2",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1",
            "-ext",
            "bc:critical=ca:true",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Finished _ = Finished.of(folder, AT_MOST, command).expecting(0);
    try (InputStream in = Files.newInputStream(store)) {
      keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      write(certificate(), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      write(key(), "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("making a certificate in " + folder, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK reads PKCS #12", e);
    }
  }

  /** The file with the certificate. */
  Path certificate() {
    return folder.resolve("certificate.pem");
  }

  /** The file with its key. */
  Path key() {
    return folder.resolve("key.pem");
  }

  /** What a server shows it with, and a client trusts it with. */
  SSLContext tls() {
    try {
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(keys, PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
      TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
      trusts.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), trusts.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static void write(Path file, String label, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
  }
}
