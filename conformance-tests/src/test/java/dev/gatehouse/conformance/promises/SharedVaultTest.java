package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.Vaults;
import dev.gatehouse.gateway.vault.EncryptedVault;
import dev.gatehouse.gateway.vault.Kept;
import dev.gatehouse.policies.mask.KeyedPseudonyms;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PostgresSetup;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.postgres.PostgresServer;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that share a database have one vault, as one of them would have its own. */
class SharedVaultTest {
  private static final String ROLE = "tokens";
  private static final byte[] KEY = new byte[32];

  private static PostgresServer server = PostgresServer.start();
  private static String database = "";

  @BeforeAll
  static void prepare() {
    database = server.newDatabase();
    server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
    server.executeAt(database, PostgresSetup.script(ROLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static EncryptedVault vault(String url) {
    return EncryptedVault.inPostgres(
        PostgresAccess.of(url, ROLE), new SecretKeySpec(KEY, "HmacSHA256"), InstantSource.system());
  }

  private static EncryptedVault vault() {
    return vault(database);
  }

  private static String token(String value) throws MaskingException {
    return KeyedPseudonyms.of(KEY).token("email", value);
  }

  @Test
  void showOneAnotherWhatTheirTokensStandFor() throws Exception {
    String ada = token("ada@example.com");
    try (EncryptedVault one = vault();
        EncryptedVault other = vault()) {
      one.keep(Map.of(ada, "ada@example.com"));
      other.keep(Map.of(ada, "Ada@Example.com"));
      assertEquals(new Kept.Value("ada@example.com"), other.find(List.of(ada)).get(ada));
      assertEquals(1, other.erase(List.of(ada)));
      assertEquals(new Kept.Unknown(), one.find(List.of(ada)).get(ada));
      assertEquals(0, one.erase(List.of(ada)));
    }
  }

  @Test
  void holdNothingInClear() throws Exception {
    String token = token("clear.text@example.com");
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(token, "clear.text@example.com"));
    }
    try (Connection connection = DriverManager.getConnection(database, ROLE, "");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT encode(sealed, 'escape') FROM gatehouse_vault.kept WHERE token = '"
                    + token
                    + "'")) {
      assertTrue(row.next());
      assertFalse(row.getString(1).contains("clear.text"), "it is encrypted");
    }
  }

  @Test
  void keepTheSameManyValuesAtOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    AtomicInteger kept = new AtomicInteger();
    try (EncryptedVault one = vault();
        EncryptedVault other = vault()) {
      for (int i = 0; i < 8; i++) {
        EncryptedVault vault = i % 2 == 0 ? one : other;
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    for (int j = 0; j < 20; j++) {
                      String first = "many" + j + "@example.com";
                      String second = "many" + (19 - j) + "@example.com";
                      vault.keep(Map.of(token(first), first, token(second), second));
                      kept.incrementAndGet();
                    }
                  } catch (MaskingException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(160, kept.get());
      String last = token("many19@example.com");
      assertEquals(new Kept.Value("many19@example.com"), one.find(List.of(last)).get(last));
    }
  }

  @Test
  void eraseWhatWasNotGivenForLong() throws Exception {
    String old = token("old@example.com");
    String fresh = token("fresh@example.com");
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(old, "old@example.com", fresh, "fresh@example.com"));
      server.executeAt(
          database, "UPDATE gatehouse_vault.kept SET seen = 3 WHERE token = '" + old + "'");
      assertEquals(1, vault.countBefore(today));
      assertEquals(1, vault.eraseBefore(today));
      assertEquals(new Kept.Unknown(), vault.find(List.of(old)).get(old));
      assertEquals(new Kept.Value("fresh@example.com"), vault.find(List.of(fresh)).get(fresh));
    }
  }

  @Test
  void keepMessagesWhileTheDatabaseIsAwayAndGoOnWhenItIsBack() throws Exception {
    String token = token("away@example.com");
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(token("before@example.com"), "before@example.com"));
      server.stop(PostgresServer.Stop.IMMEDIATE);
      assertThrows(MaskingException.class, () -> vault.keep(Map.of(token, "away@example.com")));
      assertThrows(RecordingException.class, () -> vault.find(List.of(token)));
      server.startAgain();
      vault.keep(Map.of(token, "away@example.com"));
      assertEquals(new Kept.Value("away@example.com"), vault.find(List.of(token)).get(token));
    }
  }

  @Test
  void lieBesideTheLogThatGatewaysShare(@TempDir Path folder) throws Exception {
    String token = token("beside@example.com");
    LogSettings settings =
        LogSettings.of(folder.resolve("data"))
            .withFreeBytesMin(0)
            .withNode("a")
            .withPostgres(database, ROLE);
    try (EntryLog log = EntryLog.open(settings, new Boot("test", "none"));
        EncryptedVault beside = Vaults.beside(log, settings);
        EncryptedVault other = vault()) {
      beside.keep(Map.of(token, "beside@example.com"));
      assertEquals(new Kept.Value("beside@example.com"), beside.find(List.of(token)).get(token));
      assertEquals(
          new Kept.Unreadable(), other.find(List.of(token)).get(token), "another log's key");
    }
    assertFalse(Files.exists(folder.resolve("data/vault.db")));
  }

  @Test
  void areEmptyWhereTheirTableIsMissingAndKeepNothing() throws Exception {
    String token = token("missing@example.com");
    try (EncryptedVault vault = vault(server.newDatabase())) {
      assertEquals(new Kept.Unknown(), vault.find(List.of(token)).get(token));
      assertEquals(0, vault.countBefore(LocalDate.EPOCH));
      MaskingException e =
          assertThrows(
              MaskingException.class, () -> vault.keep(Map.of(token, "missing@example.com")));
      assertTrue(String.valueOf(e.getCause()).contains("postgres-setup"), e::toString);
    }
  }
}
