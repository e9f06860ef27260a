package dev.gatehouse.gateway.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.unseal.AuditorKeyPair;
import dev.gatehouse.gateway.unseal.AuditorPrivateKey;
import dev.gatehouse.gateway.unseal.Opening;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.EntryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What key files are taken on either side, and what is said of the others. */
class KeyFilesTest {
  private static final SealedPlace PLACE =
      new SealedPlace(EntryKind.EVENT, "01KX1", Direction.SERVER_TO_CLIENT);

  /** The key of RFC 7638 §3.1 and its thumbprint. */
  private static final String RSA =
      "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbf"
          + "AAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl9"
          + "3lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajr"
          + "n1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csF"
          + "Cur-kEgU8awapJzKnqDKgw\"}";

  @TempDir private Path folder = Path.of("");

  @Test
  void namesAKeyByItsThumbprint() throws Exception {
    assertEquals("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", read(RSA).getFirst().id());
  }

  @Test
  void takesASetOfKeys() throws Exception {
    String set = "{\"keys\":[" + RSA + "," + AuditorKeyPair.generate().publicJwk() + "]}";

    assertEquals(2, read(set).size());
  }

  @ParameterizedTest
  @CsvSource({"RSA,2048", "RSA,3072", "EC,256", "EC,384", "EC,521"})
  void takesPemOfEveryKindOnBothSides(String type, int bits) throws Exception {
    KeyPair pair = keyPair(type, bits);
    KeyPair other = keyPair(type, bits);
    AuditorKey open = read(pem("PUBLIC KEY", pair.getPublic().getEncoded())).getFirst();
    String sealed = Seal.to(List.of(open)).seal(PLACE, "original").toText();

    AuditorPrivateKey secret = secret(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    AuditorPrivateKey wrong = secret(pem("PRIVATE KEY", other.getPrivate().getEncoded()));
    assertEquals(new Opening.Opened("original"), secret.open(PLACE, sealed));
    assertEquals(new Opening.ForOthers(List.of(open.id())), wrong.open(PLACE, sealed));
    assertEquals(
        type.equals("RSA") ? Optional.of(open.id()) : Optional.<String>empty(), secret.id());
  }

  @Test
  void refusesEveryPrivateKeyOfAnAuditor() throws Exception {
    String pem = pem("PRIVATE KEY", keyPair("RSA", 2048).getPrivate().getEncoded());
    for (String secret :
        List.of(
            AuditorKeyPair.generate().privateJwk(),
            "{\"keys\":[" + RSA + "," + AuditorKeyPair.generate().privateJwk() + "]}",
            "{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
            RSA.replace("\"e\"", "\"d\":\"AQAB\",\"e\""),
            pem,
            pem.replace("PRIVATE", "ENCRYPTED PRIVATE"),
            pem.replace("PRIVATE", "EC PRIVATE"))) {
      String problem = refused(secret);
      assertTrue(problem.startsWith("holds a private key, with which the gateway could"), problem);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{",
        "[]",
        "{\"keys\":[]}",
        "{\"keys\":[1]}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-999\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo\"}",
        "{\"kty\":7}",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void refusesWhatIsNoPublicKeyOfItsKinds(String text) throws IOException {
    assertFalse(refused(text).isBlank());
  }

  @Test
  void refusesKeysForOtherUsesAndKeysThatAreTooShort() throws Exception {
    assertEquals(
        "holds a key that is not for encryption (`use`)",
        refused(RSA.replace("\"e\"", "\"use\":\"sig\",\"e\"")));
    assertEquals(
        "holds a key for another `alg` than RSA-OAEP-256",
        refused(RSA.replace("\"e\"", "\"alg\":\"RSA1_5\",\"e\"")));
    String brief = refused(pem("PUBLIC KEY", keyPair("RSA", 1024).getPublic().getEncoded()));
    assertTrue(brief.contains("2048 bits or larger"), brief);
    assertTrue(refused("x".repeat(KeyText.FILE_BYTES_MAX + 1)).startsWith("holds more than 65536"));
    assertEquals(
        "cannot be read",
        assertThrows(KeyFileException.class, () -> AuditorKey.read(folder.resolve("none")))
            .problem());
  }

  @Test
  void refusesToUnsealWithoutOnePrivateKey() {
    String two = AuditorKeyPair.generate().privateJwk();
    for (String text :
        List.of(
            RSA,
            "{}",
            "{\"keys\":[" + two + "," + two + "]}",
            "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")) {
      assertThrows(KeyFileException.class, () -> secret(text), text);
    }
  }

  private String refused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), text);
    return assertThrows(KeyFileException.class, () -> AuditorKey.read(file), text).problem();
  }

  private List<AuditorKey> read(String text) throws Exception {
    return AuditorKey.read(Files.writeString(folder.resolve("key"), text));
  }

  private AuditorPrivateKey secret(String text) throws Exception {
    return AuditorPrivateKey.read(Files.writeString(folder.resolve("secret"), text));
  }

  private static KeyPair keyPair(String type, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
