package dev.gatehouse.gateway.signin.saml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our key stays the same, and is nobody else's. */
class OwnKeyFilesTest {
  @TempDir private Path directory;

  @Test
  void makesAKeyOnceForItsOwnerOnly() throws Exception {
    TestSettings service = TestSettings.in(directory);
    byte[] first = service.open(new TestSettings.MutableClock()).metadata();
    byte[] second = service.open(new TestSettings.MutableClock()).metadata();
    assertArrayEquals(first, second);
    Path file = directory.resolve("saml.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(Files.exists(directory.resolve("saml.pem.new")));
    byte[] elsewhere =
        service
            .keys(new SamlSettings.Keys.Made(directory.resolve("other.pem")))
            .open(new TestSettings.MutableClock())
            .metadata();
    assertNotEquals(new String(first, UTF_8), new String(elsewhere, UTF_8));
  }

  @Test
  void makesACertificateThatOutlivesTheInstallation() throws Exception {
    OwnKey key = open(new SamlSettings.Keys.Made(directory.resolve("a.pem")));
    X509Certificate certificate = key.certificate();
    certificate.checkValidity(Date.from(TestResponses.NOW));
    certificate.checkValidity(Date.from(TestResponses.NOW.plus(Duration.ofDays(7000))));
    certificate.verify(certificate.getPublicKey());
    assertEquals("CN=" + TestResponses.SERVICE, certificate.getSubjectX500Principal().getName());
    assertTrue(key.isPair());
    assertTrue(key.decryption().isPresent());
    assertFalse(key.toString().contains("PRIVATE"));
  }

  @Test
  void leavesWhatACrashLeftBehind() throws Exception {
    Files.writeString(directory.resolve("saml.pem.new"), "half a k");
    assertTrue(open(new SamlSettings.Keys.Made(directory.resolve("saml.pem"))).isPair());
    assertFalse(Files.exists(directory.resolve("saml.pem.new")));
  }

  @Test
  void readsKeysOfBothKindsFromPem() throws Exception {
    assertTrue(open(pem(TestProvider.pair("RSA", 2048), "rsa")).decryption().isPresent());
    OwnKey ec = open(pem(TestProvider.pair("EC", 256), "ec"));
    assertTrue(ec.isPair());
    assertTrue(ec.decryption().isEmpty());
  }

  @Test
  void refusesAKeyThatIsNotTheCertificates() throws Exception {
    SamlSettings.Keys.Pem one = pem(TestProvider.pair("RSA", 2048), "one");
    SamlSettings.Keys.Pem two = pem(TestProvider.pair("RSA", 2048), "two");
    SamlSettings.Keys.Pem ec = pem(TestProvider.pair("EC", 256), "three");
    assertRefused(one.key(), two.certificate(), "expected the certificate of the key in");
    assertRefused(one.key(), ec.certificate(), "expected the certificate of the key in");
  }

  @Test
  void refusesWhatIsNoKeyAndSaysNothingOfIt() throws Exception {
    SamlSettings.Keys.Pem good = pem(TestProvider.pair("RSA", 2048), "good");
    Path bad = directory.resolve("bad.pem");
    assertRefused(bad, good.certificate(), "cannot be read: NoSuchFileException");
    Files.writeString(bad, "top secret");
    assertRefused(bad, good.certificate(), "expected a PEM `PRIVATE KEY`");
    assertRefused(good.key(), bad, "expected a PEM `CERTIFICATE`");
    Files.writeString(bad, "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n");
    assertRefused(bad, good.certificate(), "expected an RSA or EC key in PKCS #8");
    Files.writeString(bad, "-----BEGIN PRIVATE KEY-----\nse=ret\n-----END PRIVATE KEY-----\n");
    assertRefused(bad, good.certificate(), "has a `PRIVATE KEY` that is not base64");
    Files.writeString(bad, "-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n");
    assertRefused(good.key(), bad, "holds a certificate that is none");
    Files.writeString(bad, " ".repeat(70_000));
    assertRefused(bad, good.certificate(), "is larger than any key, expected PEM");
  }

  @Test
  void refusesToStartWhereNoKeyCanBeWritten() {
    Path nowhere = directory.resolve("absent").resolve("saml.pem");
    SamlKeyException refused =
        assertThrows(SamlKeyException.class, () -> open(new SamlSettings.Keys.Made(nowhere)));
    assertEquals(nowhere + ": cannot be written: NoSuchFileException", refused.getMessage());
  }

  private void assertRefused(Path key, Path certificate, String problem) {
    SamlKeyException refused =
        assertThrows(
            SamlKeyException.class, () -> open(new SamlSettings.Keys.Pem(key, certificate)));
    assertTrue(refused.toString().contains(problem), refused.toString());
    assertFalse(refused.toString().contains("secret"), refused.toString());
  }

  private OwnKey open(SamlSettings.Keys keys) throws SamlKeyException {
    return OwnKeyFiles.open(TestSettings.in(directory).keys(keys).settings(), TestResponses.NOW);
  }

  private SamlSettings.Keys.Pem pem(KeyPair pair, String name) throws IOException {
    Path file = directory.resolve(name + ".pem");
    Files.writeString(
        file,
        "Bag Attributes\n"
            + PemText.of(new OwnKey(pair.getPrivate(), TestProvider.certificate(pair))));
    return new SamlSettings.Keys.Pem(file, file);
  }
}
