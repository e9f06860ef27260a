package dev.gatehouse.gateway.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemSetTest {
  @TempDir private Path folder;
  private TestAuthority authority;
  private TlsSettings settings;

  @BeforeEach
  void makeAnAuthority() throws Exception {
    authority = new TestAuthority("acme");
    settings =
        new TlsSettings(
            folder.resolve("cert.pem"),
            folder.resolve("key.pem"),
            Optional.of(new TlsSettings.Clients(folder.resolve("clients.pem"), false)));
    Files.writeString(folder.resolve("clients.pem"), TestAuthority.pem(authority.certificate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void readsKeysOfEachKind(String algorithm) throws Exception {
    TestAuthority.Issued issued = issued(algorithm);
    PemSet read = PemSet.read(settings);
    assertEquals(List.of(issued.certificate()), read.chain());
    assertEquals(issued.key(), read.key());
    assertEquals(List.of(authority.certificate()), read.authorities());
    assertEquals(read.digest(), PemSet.digest(settings));
  }

  @Test
  void readsAChainWithWordsBeforeIt() throws Exception {
    TestAuthority.Issued issued = issued("EC");
    String chain = TestAuthority.pem(issued.certificate(), authority.certificate());
    Files.writeString(settings.certificate(), "Subject: gateway - acme\n" + chain);
    assertEquals(
        List.of(issued.certificate(), authority.certificate()), PemSet.read(settings).chain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void saysHowToTurnAnotherFormOfKeyIntoOurs(String label) throws Exception {
    TestAuthority.Issued issued = issued("EC");
    Files.writeString(settings.key(), TestAuthority.pem(label, issued.key().getEncoded()));
    assertEquals(
        "`key.pem` holds a key as `BEGIN "
            + label
            + "`; expected `BEGIN PRIVATE KEY`, which `openssl pkcs8 -topk8 -nocrypt -in key.pem"
            + " -out FILE` writes",
        fault());
  }

  @Test
  void refusesAKeyOfAnotherCertificate() throws Exception {
    issued("EC");
    Files.writeString(
        settings.key(), TestAuthority.pem("PRIVATE KEY", authority.server().key().getEncoded()));
    assertEquals("`key.pem` is not the key of the first certificate in `cert.pem`", fault());
  }

  @Test
  void refusesAKeyOfAnotherKind() throws Exception {
    issued("EC");
    Files.writeString(
        settings.key(), TestAuthority.pem("PRIVATE KEY", other("RSA").key().getEncoded()));
    assertEquals("`key.pem` is not the key of the first certificate in `cert.pem`", fault());
  }

  @Test
  void saysWhichFileIsNotThere() throws Exception {
    issued("EC");
    Files.delete(settings.key());
    assertEquals("`key.pem` is not there", fault());
  }

  @Test
  void saysWhichFileHoldsNothingOfUse() throws Exception {
    issued("EC");
    Files.writeString(folder.resolve("clients.pem"), "nothing\n");
    assertEquals("`clients.pem` holds no certificate; expected `BEGIN CERTIFICATE`", fault());
  }

  @Test
  void namesNoKeyInWhatItPrints() throws Exception {
    TestAuthority.Issued issued = issued("EC");
    String key = Files.readString(settings.key()).lines().skip(1).findFirst().orElseThrow();
    assertFalse(PemSet.read(settings).toString().contains(key));
    assertFalse(PemFile.read(settings.key()).toString().contains(key), issued.toString());
  }

  private TestAuthority.Issued issued(String algorithm) throws Exception {
    TestAuthority.Issued issued = other(algorithm);
    issued.write(settings.certificate(), settings.key());
    return issued;
  }

  private TestAuthority.Issued other(String algorithm) throws Exception {
    return authority.issue("CN=gateway", algorithm, Duration.ofHours(1));
  }

  private String fault() {
    return String.valueOf(
        assertThrows(PemException.class, () -> PemSet.read(settings)).getMessage());
  }
}
