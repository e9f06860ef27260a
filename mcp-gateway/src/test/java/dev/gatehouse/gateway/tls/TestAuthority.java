package dev.gatehouse.gateway.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that lasts as long as a test. */
public final class TestAuthority {
  private static final AtomicLong SERIAL = new AtomicLong(1000);

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** A certificate that it made, and its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {
    /** Writes both, the key last. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
      Files.writeString(certificateFile, pem(certificate));
      Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
    }
  }

  /** One of this name. */
  public TestAuthority(String name) throws Exception {
    this.name = new X500Name("CN=" + name);
    this.keys = pair("EC");
    this.certificate =
        signed(
            new JcaX509v3CertificateBuilder(
                    this.name,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(Instant.now().minusSeconds(60)),
                    Date.from(Instant.now().plus(Duration.ofDays(2))),
                    this.name,
                    keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
  }

  /** A certificate for this machine's own address. */
  public Issued server() throws Exception {
    return issue("CN=gateway", "EC", Duration.ofDays(1), address("127.0.0.1"), host("localhost"));
  }

  /** A certificate with these names. */
  public Issued client(GeneralName... names) throws Exception {
    return issue("CN=somebody,O=Acme", "EC", Duration.ofDays(1), names);
  }

  /** A certificate that ends after this time. */
  public Issued issue(String subject, String algorithm, Duration lasts, GeneralName... names)
      throws Exception {
    KeyPair pair = pair(algorithm);
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIAL.incrementAndGet()),
            Date.from(Instant.now().minusSeconds(60)),
            Date.from(Instant.now().plus(lasts)),
            new X500Name(subject),
            pair.getPublic());
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return new Issued(signed(builder), pair.getPrivate());
  }

  /** Its own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A name of a client. */
  public static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  /** A name of a host. */
  public static GeneralName host(String host) {
    return new GeneralName(GeneralName.dNSName, host);
  }

  /** A name of a mailbox. */
  public static GeneralName mail(String mail) {
    return new GeneralName(GeneralName.rfc822Name, mail);
  }

  private static GeneralName address(String address) {
    return new GeneralName(GeneralName.iPAddress, address);
  }

  /** Certificates as a file holds them. */
  public static String pem(X509Certificate... certificates) {
    return Stream.of(certificates)
        .map(
            each -> {
              try {
                return pem("CERTIFICATE", each.getEncoded());
              } catch (CertificateEncodingException e) {
                throw new AssertionError(e);
              }
            })
        .reduce("", String::concat);
  }

  /** A block of PEM. */
  public static String pem(String label, byte[] bytes) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }

  /** What a client connects with that trusts these, and shows these. */
  public static SSLContext client(List<TestAuthority> trusted, List<Issued> shown)
      throws GeneralSecurityException, IOException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    for (TestAuthority each : trusted) {
      trust.setCertificateEntry(each.name.toString(), each.certificate);
    }
    TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
    trusts.init(trust);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    for (Issued each : shown) {
      own.setKeyEntry(
          "own", (Key) each.key(), new char[0], new X509Certificate[] {each.certificate()});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] managers = shown.isEmpty() ? new KeyManager[0] : keys.getKeyManagers();
    context.init(managers, trusts.getTrustManagers(), null);
    return context;
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (!algorithm.startsWith("Ed")) {
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    }
    return generator.generateKeyPair();
  }

  private X509Certificate signed(X509v3CertificateBuilder builder)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }
}
