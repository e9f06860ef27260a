package dev.gatehouse.recordings.timestamp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * A small time-stamping authority on loopback, with keys and certificates of its own, for tests.
 * Thread-safe. Started as a process it writes its root certificate to the file that it is given,
 * prints its address, and serves until its input ends.
 */
public final class TestTsa implements AutoCloseable {
  public static final String POLICY = "1.3.6.1.4.1.99999.1";

  private static final int REQUEST_BYTES_MAX = 4096;

  private final TestCertificates certificates;
  private final TestCertificates.Issued signer;
  private final InstantSource clock;
  private final AtomicLong serial = new AtomicLong();
  private final HttpServer server;

  private TestTsa(TestCertificates certificates, InstantSource clock) throws IOException {
    this.certificates = certificates;
    this.signer = certificates.timestamper();
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
  }

  /** {@code algorithm} is RSA or EC. */
  public static TestTsa start(String algorithm, InstantSource clock) throws IOException {
    TestTsa tsa = new TestTsa(new TestCertificates(algorithm), clock);
    tsa.server.start();
    return tsa;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  /** The root certificate in PEM. */
  public byte[] rootPem() {
    return certificates.root().pem().getBytes(US_ASCII);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] query = exchange.getRequestBody().readNBytes(REQUEST_BYTES_MAX);
      byte[] reply = stamp(query);
      exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
    } catch (TSPException | OperatorCreationException | CertificateException e) {
      throw new IOException("cannot stamp", e);
    }
  }

  /** The answer to one request's bytes, with the word "Operation Okay", which nobody signs. */
  byte[] stamp(byte[] query)
      throws IOException, TSPException, OperatorCreationException, CertificateException {
    Instant now = clock.instant();
    TimeStampTokenGenerator tokens =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .setSignedAttributeGenerator(
                    new DefaultSignedAttributeTableGenerator(
                        new AttributeTable(TokenForge.signingTime(now))))
                .build(signer.signatureAlgorithm(), signer.keys().getPrivate(), signer.x509()),
            sha256(),
            new ASN1ObjectIdentifier(POLICY));
    tokens.addCertificates(
        new CollectionStore<>(List.of(signer.certificate(), certificates.root().certificate())));
    tokens.setResolution(TimeStampTokenGenerator.R_MILLISECONDS);
    return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
        .generate(
            new TimeStampRequest(query),
            BigInteger.valueOf(serial.incrementAndGet()),
            Date.from(now))
        .getEncoded();
  }

  private static DigestCalculator sha256() throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder()
        .build()
        .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  public static void main(String[] arguments) throws IOException {
    try (TestTsa tsa = start("RSA", InstantSource.system())) {
      Files.write(Path.of(arguments[0]), tsa.rootPem());
      System.out.println(tsa.uri());
      System.in.readAllBytes();
    }
  }
}
