package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.recordings.export.BundleExport;
import dev.gatehouse.recordings.keys.KeySource;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs whose keys lie in a key store or in a token, made as an operator makes them. */
class KeySourceTest {
  private static final String PASSWORD = "correct horse";

  @TempDir static Path shared;
  @TempDir Path temporary;

  private static Path both;

  @BeforeAll
  static void makeKeys() throws Exception {
    both = shared.resolve("both.p12");
    TestKeyStore.make(both, PASSWORD, "ed25519");
    TestKeyStore.make(both, PASSWORD, "ml-dsa-44");
  }

  private EntryLog open(KeySource source) throws RecordingException {
    return EntryLog.open(
        LogSettings.of(temporary.resolve("data")).withKeySource(source), Logs.BOOT);
  }

  private void refusedFor(String reason, KeySource source) {
    RecordingException refused = assertThrows(RecordingException.class, () -> open(source));
    StringWriter all = new StringWriter();
    refused.printStackTrace(new PrintWriter(all));
    assertTrue(refused.toString().contains(reason), refused.toString());
    for (String secret : List.of(PASSWORD, "wrong one", TestToken.PIN, "4711")) {
      assertFalse(all.toString().contains(secret), all.toString());
    }
  }

  private void verifies(int keys, String key) throws RecordingException {
    Path data = temporary.resolve("data");
    Path bundle = temporary.resolve("bundle");
    BundleExport.write(data, bundle);
    for (Path place : List.of(data, bundle)) {
      Verification found = Verifier.verify(place, key);
      assertInstanceOf(Verification.Verified.class, found, found::toString);
    }
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle, key));
    assertEquals(keys, verified.vouchers().keys().size());
  }

  @Test
  void signsByBothKeysOfAKeyStore() throws Exception {
    KeySource source = new KeySource.Pkcs12(both, PASSWORD);
    String key;
    try (EntryLog log = open(source)) {
      log.append(Logs.request("e1", "{}"));
      assertEquals(2, log.verifierKeys().size());
      key = log.verifierKey();
    }
    try (EntryLog log = open(source)) {
      assertEquals(key, log.verifierKey());
    }
    assertFalse(Files.exists(temporary.resolve("data/signing.pem")));
    verifies(1, key);
  }

  @Test
  void refusesAWrongPasswordAndWrongKeysAndSaysNoSecret() throws Exception {
    refusedFor("the password does not open", new KeySource.Pkcs12(both, "wrong one"));
    Path other = temporary.resolve("other.p12");
    TestKeyStore.make(other, PASSWORD, "ed25519");
    open(new KeySource.Pkcs12(both, PASSWORD)).close();
    refusedFor("expected those of the log", new KeySource.Pkcs12(other, PASSWORD));
    refusedFor("signing.pem is missing", new KeySource.Files());
    Path none = temporary.resolve("none.p12");
    TestKeyStore.make(none, PASSWORD, "somebody", "ed25519");
    refusedFor("has no key called `ed25519`", new KeySource.Pkcs12(none, PASSWORD));
    Path rsa = temporary.resolve("rsa.p12");
    TestKeyStore.make(rsa, PASSWORD, "ed25519", "rsa");
    refusedFor("is no Ed25519", new KeySource.Pkcs12(rsa, PASSWORD));
    refusedFor("nowhere.p12", new KeySource.Pkcs12(Path.of("/nowhere.p12"), PASSWORD));
  }

  @Test
  void isRotatedFromFilesToAKeyStoreAndOpensBeforeAndAfterByTheSameSettings() throws Exception {
    KeySource source =
        new KeySource.Handover(new KeySource.Files(), new KeySource.Pkcs12(both, PASSWORD));
    String first;
    try (EntryLog log = open(source)) {
      first = log.verifierKey();
    }
    try (EntryLog log = open(source)) {
      assertEquals(first, log.verifierKey());
      log.rotateKeys("into a key store");
      log.append(Logs.request("e1", "{}"));
    }
    assertFalse(Files.exists(temporary.resolve("data/signing.pem")));
    try (EntryLog log = open(source)) {
      assertInstanceOf(KeySource.Pkcs12.class, log.keyPlace());
      RecordingException refused =
          assertThrows(RecordingException.class, () -> log.rotateKeys("once more"));
      assertTrue(refused.toString().contains("no other place"), refused.toString());
    }
    open(new KeySource.Pkcs12(both, PASSWORD)).close();
    refusedFor("signing.pem is missing", new KeySource.Files());
    verifies(2, first);
  }

  @Test
  void signsByAKeyThatNeverLeavesItsToken() throws Exception {
    assumeTrue(TestToken.installed(), "needs softhsm2 and opensc");
    TestToken token = TestToken.make(shared);
    KeySource source = token.source("log-1", TestToken.PIN);
    String key;
    try (EntryLog log = open(source)) {
      key = log.verifierKey();
      log.append(Logs.request("e1", "{}"));
      assertEquals(1, log.verifierKeys().size());
    }
    refusedFor("the PIN is wrong", token.source("log-1", "4711"));
    refusedFor("0 keys called `log-9`", token.source("log-9", TestToken.PIN));
    refusedFor("expected those of the log", token.source("log-2", TestToken.PIN));
    KeySource handover =
        new KeySource.Handover(
            token.source("log-1", TestToken.PIN), token.source("log-2", TestToken.PIN));
    try (EntryLog log = open(handover)) {
      log.rotateKeys("a second key in the token");
      log.append(Logs.request("e2", "{}"));
    }
    open(handover).close();
    open(token.source("log-2", TestToken.PIN)).close();
    verifies(2, key);
  }
}
