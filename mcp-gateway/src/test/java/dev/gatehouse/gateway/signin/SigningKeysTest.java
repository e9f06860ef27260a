package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TOKEN = Duration.ofMinutes(10);

  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private KeptTable table;

  @BeforeEach
  void open() {
    table = table((byte) 1);
  }

  @AfterEach
  void close() {
    table.close();
  }

  private KeptTable table(byte secret) {
    byte[] key = new byte[32];
    key[0] = secret;
    return KeptTable.inFile(folder.resolve("signin.db"), new SecretKeySpec(key, "AES"));
  }

  private SigningKeys keys() {
    return new SigningKeys(table, DAY, TOKEN, now::get);
  }

  @Test
  void changesKeysAndServesTheOldOneUntilItsLastTokenIsOver() throws Exception {
    SigningKeys keys = keys();
    String before = keys.sign("at+jwt", "{}");
    assertEquals(id(before), id(keys.sign("at+jwt", "{}")));
    now.updateAndGet(it -> it.plus(DAY).minusSeconds(1));
    String last = keys.sign("at+jwt", "{}");
    assertEquals(id(before), id(last));
    now.updateAndGet(it -> it.plusSeconds(2));
    String after = keys.sign("at+jwt", "{}");
    assertNotEquals(id(before), id(after));
    now.updateAndGet(it -> it.plus(TOKEN));
    assertTrue(isServed(keys, last) && isServed(keys, after));
    now.updateAndGet(it -> it.plus(TOKEN).plus(TOKEN));
    assertTrue(!isServed(keys, last) && isServed(keys, after));
  }

  @Test
  void keepsItsKeysOverAStart() throws Exception {
    String before = keys().sign("at+jwt", "{}");
    assertEquals(id(before), id(keys().sign("at+jwt", "{}")));
    assertTrue(isServed(keys(), before));
  }

  @Test
  void keepsThemForItsUserAloneAndEncrypted() throws Exception {
    keys().sign("at+jwt", "{}");
    Path file = folder.resolve("signin.db");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    table.close();
    table = table((byte) 2);
    assertThrows(SQLException.class, () -> keys().sign("at+jwt", "{}"));
  }

  @Test
  void servesTheKeysThatItKnowsWhileTheTableFails() throws Exception {
    SigningKeys keys = keys();
    String token = keys.sign("at+jwt", "{}");
    table.close();
    Files.delete(folder.resolve("signin.db"));
    Files.createDirectory(folder.resolve("signin.db"));
    now.updateAndGet(it -> it.plus(DAY));
    assertThrows(SQLException.class, () -> keys.sign("at+jwt", "{}"));
    assertTrue(keys.published().contains(id(token)));
    assertThrows(SQLException.class, () -> keys().published());
  }

  private static String id(String token) throws Exception {
    return JsonWebStructure.fromCompactSerialization(token).getKeyIdHeaderValue();
  }

  /** Whether a verifier that knows what is published takes the token. */
  private static boolean isServed(SigningKeys keys, String token) throws Exception {
    var published =
        new JsonWebKeySet(keys.published()).findJsonWebKey(id(token), "EC", "sig", "ES256");
    if (published == null) {
      return false;
    }
    JsonWebSignature signature = new JsonWebSignature();
    signature.setCompactSerialization(token);
    signature.setKey(published.getKey());
    return signature.verifySignature();
  }
}
