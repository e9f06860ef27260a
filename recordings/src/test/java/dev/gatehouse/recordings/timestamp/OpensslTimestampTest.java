package dev.gatehouse.recordings.timestamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.recordings.timestamp.TestCertificates.Usage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL and we agree on tokens, whoever made them; left out where there is no openssl. */
class OpensslTimestampTest {
  private static final byte[] NOTE = "example.com/log\n8\nroot=\n\n— x\n".getBytes(UTF_8);
  private static final String VERIFY = "ts -verify -in resp.tsr -data note -CAfile ca.pem";

  /** An authority's settings as openssl wants them. */
  private static final String TSA_SETTINGS =
      """
      [ tsa ]
      serial = serial
      signer_cert = tsa.pem
      signer_key = key.pem
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha256
      ess_cert_id_alg = sha256
      """;

  @TempDir Path temporary;

  /** What openssl said, after its exit code. */
  private record Said(int code, String text) {}

  private Said openssl(String arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(temporary.toFile())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text);
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(temporary.resolve(name), content);
  }

  private void require(String arguments) throws IOException, InterruptedException {
    Said said = openssl(arguments);
    assertEquals(0, said.code(), said.text());
  }

  @BeforeEach
  void needsOpenssl() throws InterruptedException {
    boolean there;
    try {
      there = openssl("version").code() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeTrue(there, "no openssl on the path");
  }

  @Test
  void opensslAcceptsWhatWeStoreAndRefusesItsTamperedTwins()
      throws IOException, InterruptedException {
    for (String algorithm : new String[] {"RSA", "EC"}) {
      try (TestTsa tsa = TestTsa.start(algorithm, InstantSource.system())) {
        StampOutcome outcome =
            new TimestampClient(new SecureRandom(), Duration.ofSeconds(20))
                .request(tsa.uri(), NOTE);
        TimestampToken token = assertInstanceOf(StampOutcome.Stamped.class, outcome).token();
        write("ca.pem", tsa.rootPem());
        write("note", NOTE);
        write("resp.tsr", token.response());
        require(VERIFY);
        assertTrue(openssl("ts -reply -in resp.tsr -text").text().contains("Status: Granted."));

        write("note", flipped(NOTE, 3));
        assertFalse(openssl(VERIFY).code() == 0, "flipped note");
        write("note", NOTE);
        // The signature's last byte stands last.
        write("resp.tsr", flipped(token.response(), token.response().length - 1));
        assertFalse(openssl(VERIFY).code() == 0, "flipped response");
        write("resp.tsr", token.response());
        write("ca.pem", new TestCertificates("EC").root().pem().getBytes(UTF_8));
        assertFalse(openssl(VERIFY).code() == 0, "another root");
      }
    }
  }

  @Test
  void bothFindTheWayOverAnIntermediateAndJudgeAtTheTimeInTheToken()
      throws IOException, InterruptedException, TimestampException {
    TestCertificates certificates = new TestCertificates("EC");
    Instant genTime = Instant.parse("2021-03-04T05:06:07.890Z");
    Instant expiry = Instant.parse("2022-01-01T00:00:00Z");
    TestCertificates.Issued intermediate =
        certificates.issue(certificates.root(), Usage.AUTHORITY, expiry);
    TestCertificates.Issued signer = certificates.issue(intermediate, Usage.TIME_STAMPING, expiry);
    byte[] response =
        new TokenForge(signer)
            .with(intermediate.certificate())
            .genTime(genTime)
            .response(NOTE, BigInteger.TEN);
    assertEquals(genTime, TimestampToken.verify(response, NOTE, certificates.anchors()).genTime());
    write("ca.pem", certificates.root().pem().getBytes(UTF_8));
    write("note", NOTE);
    write("resp.tsr", response);
    require(VERIFY + " -attime " + genTime.getEpochSecond());
    assertFalse(openssl(VERIFY).code() == 0, "as of today");
  }

  @Test
  void weAcceptWhatOpensslStampsAndRefuseItsTamperedTwins()
      throws IOException, InterruptedException, TimestampException {
    Instant before = Instant.now().minusSeconds(1);
    for (String algorithm : new String[] {"RSA", "EC"}) {
      TestCertificates certificates = new TestCertificates(algorithm);
      TestCertificates.Issued signer = certificates.timestamper();
      byte[] key = signer.keys().getPrivate().getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      write(
          "key.pem",
          ("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n")
              .getBytes(UTF_8));
      write("tsa.pem", signer.pem().getBytes(UTF_8));
      write("serial", "01\n".getBytes(UTF_8));
      write("tsa.cnf", TSA_SETTINGS.getBytes(UTF_8));
      write("note", NOTE);
      require("ts -query -data note -sha256 -cert -out query.tsq");
      require("ts -reply -config tsa.cnf -section tsa -queryfile query.tsq -out resp.tsr");
      byte[] response = Files.readAllBytes(temporary.resolve("resp.tsr"));
      TimestampToken token = TimestampToken.verify(response, NOTE, certificates.anchors());
      assertFalse(token.genTime().isBefore(before), token.genTime().toString());
      assertEquals("1.2.3.4.1", token.policy());
      byte[] other = flipped(NOTE, 3);
      assertThrows(TimestampException.class, () -> TimestampToken.verify(response, other));
      for (int i = 0; i < response.length; i += 10) {
        byte[] tampered = flipped(response, i);
        assertThrows(TimestampException.class, () -> TimestampToken.verify(tampered, NOTE));
      }
    }
  }

  private static byte[] flipped(byte[] content, int index) {
    byte[] flipped = content.clone();
    flipped[index] ^= 1;
    return flipped;
  }
}
