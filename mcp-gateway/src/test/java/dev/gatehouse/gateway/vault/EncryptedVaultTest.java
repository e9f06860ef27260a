package dev.gatehouse.gateway.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedVaultTest {
  private static final String ADA = token(1);
  private static final String BOB = token(2);
  private static final String MAIL = "ada.lovelace@example.com";
  private static final String LETTER = "bob\u00e9@example.com";

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  private static String token(long number) {
    return "[email:t:" + HexFormat.of().toHexDigits(number) + "00000000]";
  }

  private Path file() {
    return folder.resolve("vault.db");
  }

  private EncryptedVault vault() {
    return vault(1);
  }

  private EncryptedVault vault(int key) {
    return vault(key, VaultTable.BYTES_MAX);
  }

  private EncryptedVault vault(int key, long bytesMax) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) key;
    InstantSource clock = () -> now;
    return new EncryptedVault(
        new VaultTable(SqliteVault.in(file()), bytesMax),
        new SecretKeySpec(bytes, "HmacSHA256"),
        clock);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> filesWith(String text) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.contains(text)) {
          found.add(String.valueOf(file.getFileName()));
        }
      }
    }
    return found;
  }

  @Test
  void givesBackWhatWasKeptAlsoAfterARestart() throws Exception {
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(ADA, MAIL, BOB, LETTER));
      vault.keep(Map.of(ADA, "ADA.LOVELACE@example.com"));
    }
    try (EncryptedVault vault = vault()) {
      assertEquals(
          Map.of(
              ADA, new Kept.Value(MAIL), token(3), new Kept.Unknown(), BOB, new Kept.Value(LETTER)),
          vault.find(List.of(ADA, token(3), BOB)));
      vault.keep(Map.of(ADA, "ADA.LOVELACE@example.com"));
      assertEquals(new Kept.Value(MAIL), vault.find(List.of(ADA)).get(ADA), "as it was first");
    }
  }

  @Test
  void isDurableOnReturnAndHoldsNothingInClear() throws Exception {
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(ADA, MAIL, BOB, LETTER));
      // Another process sees it before the vault is closed: as after a kill.
      try (EncryptedVault other = vault()) {
        assertEquals(new Kept.Value(MAIL), other.find(List.of(ADA)).get(ADA));
      }
      assertEquals(List.of(), filesWith("lovelace"));
      assertFalse(filesWith(ADA).isEmpty(), "the search finds what is there");
    }
    assertEquals(List.of(), filesWith("lovelace"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertFalse(new Kept.Value(MAIL).toString().contains("ada"));
  }

  @Test
  void opensNothingThatWasChangedOrMovedOrKeptUnderAnotherKey() throws Exception {
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(ADA, MAIL, BOB, LETTER, token(3), "third"));
    }
    execute(
        "UPDATE kept SET sealed = (SELECT sealed FROM kept WHERE token = '%s') WHERE token = '%s'"
            .formatted(ADA, BOB));
    execute("UPDATE kept SET sealed = x'00' WHERE token = '" + token(3) + "'");
    try (EncryptedVault vault = vault()) {
      Map<String, Kept> found = vault.find(List.of(ADA, BOB, token(3)));
      assertEquals(new Kept.Value(MAIL), found.get(ADA));
      assertEquals(new Kept.Unreadable(), found.get(BOB));
      assertEquals(new Kept.Unreadable(), found.get(token(3)));
    }
    try (EncryptedVault other = vault(2)) {
      assertEquals(new Kept.Unreadable(), other.find(List.of(ADA)).get(ADA));
    }
  }

  @Test
  void leavesNoByteOfWhatWasErased() throws Exception {
    Random random = new Random(5);
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(BOB, LETTER));
      for (int i = 3; i < 60; i++) {
        vault.keep(Map.of(token(i), "person" + random.nextLong()));
      }
      vault.keep(Map.of(ADA, MAIL));
      assertFalse(filesWith(ADA).isEmpty());

      assertEquals(1, vault.erase(List.of(ADA, token(99))));
      vault.scrub();

      assertEquals(List.of(), filesWith(ADA), "neither in the file nor in its log of writes");
      assertEquals(new Kept.Unknown(), vault.find(List.of(ADA)).get(ADA));
      assertEquals(new Kept.Value(LETTER), vault.find(List.of(BOB)).get(BOB));
      assertEquals(0, vault.erase(List.of(ADA)));

      vault.keep(Map.of(ADA, MAIL));
      assertInstanceOf(Kept.Value.class, vault.find(List.of(ADA)).get(ADA), "seen again");
    }
  }

  @Test
  void erasesWhatWasNotGivenForLong() throws Exception {
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(ADA, MAIL, BOB, LETTER));
    }
    now = Instant.parse("2027-02-01T00:00:00Z");
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of(BOB, LETTER));
      LocalDate day = LocalDate.parse("2027-02-01");
      assertEquals(0, vault.countBefore(LocalDate.parse("2026-11-23")));
      assertEquals(1, vault.countBefore(day));
      assertEquals(1, vault.eraseBefore(day));
      vault.scrub();
      assertEquals(List.of(), filesWith(ADA));
      assertEquals(new Kept.Unknown(), vault.find(List.of(ADA)).get(ADA));
      assertEquals(new Kept.Value(LETTER), vault.find(List.of(BOB)).get(BOB));
    }
  }

  @Test
  void erasesMoreThanItTakesOutAtOnce() throws Exception {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 2_500; i++) {
      many.put(token(i), "person " + i);
    }
    try (EncryptedVault vault = vault()) {
      vault.keep(many);
      assertEquals(2_500, vault.eraseBefore(LocalDate.parse("2026-11-24")));
      vault.scrub();
      assertEquals(List.of(), filesWith("[email:t:"));
    }
  }

  @Test
  void isMadeByTheFirstTokenOnly() throws Exception {
    try (EncryptedVault vault = vault()) {
      vault.keep(Map.of());
      assertEquals(new Kept.Unknown(), vault.find(List.of(ADA)).get(ADA));
      assertEquals(0, vault.erase(List.of(ADA)));
      assertEquals(0, vault.countBefore(LocalDate.MAX.withYear(9999)));
      assertFalse(Files.exists(file()));
      vault.keep(Map.of(ADA, MAIL));
      assertTrue(Files.exists(file()));
      assertEquals(new Kept.Value(MAIL), vault.find(List.of(ADA)).get(ADA));
    }
  }

  @Test
  void keepsNothingWhileItsFileIsBrokenAndGoesOnWhenThatIsGone() throws Exception {
    Files.writeString(file(), "this is no database, but a text that is long enough to be read");
    try (EncryptedVault vault = vault()) {
      MaskingException e =
          assertThrows(MaskingException.class, () -> vault.keep(Map.of(ADA, MAIL)));
      assertEquals("the vault of tokens cannot be written", e.getMessage());
      RecordingException unread =
          assertThrows(RecordingException.class, () -> vault.find(List.of(ADA)));
      assertEquals("the vault of tokens cannot be used: SQLiteException", unread.getMessage());
      Files.delete(file());
      vault.keep(Map.of(ADA, MAIL));
      assertEquals(new Kept.Value(MAIL), vault.find(List.of(ADA)).get(ADA));
    }
    execute("PRAGMA user_version = 7");
    try (EncryptedVault vault = vault()) {
      assertThrows(MaskingException.class, () -> vault.keep(Map.of(ADA, MAIL)));
    }
  }

  @Test
  void keepsNothingBeyondItsLimitsAndWhatItHasAllTheSame() throws Exception {
    String longest = "x".repeat(EncryptedVault.VALUE_BYTES_MAX);
    try (EncryptedVault vault = vault(1, 100_000)) {
      vault.keep(Map.of(ADA, longest));
      assertEquals(new Kept.Value(longest), vault.find(List.of(ADA)).get(ADA));
      MaskingException tooLong =
          assertThrows(MaskingException.class, () -> vault.keep(Map.of(BOB, longest + "y")));
      assertTrue(String.valueOf(tooLong.getMessage()).contains("too long"), tooLong::toString);
      vault.keep(Map.of(BOB, longest));
      assertThrows(MaskingException.class, () -> vault.keep(Map.of(token(3), "full")));
      vault.keep(Map.of(ADA, longest));
      vault.erase(List.of(ADA));
      vault.keep(Map.of(token(3), "room again"));
      assertEquals(2, vault.erase(List.of(BOB, token(3))));
    }
  }

  @Test
  void keepsForManyAtOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> faults = new ArrayList<>();
    try (EncryptedVault vault = vault()) {
      for (int i = 0; i < 8; i++) {
        int each = i;
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    for (int j = 0; j < 25; j++) {
                      vault.keep(
                          Map.of(token(j), "shared " + j, token(1000L * (each + 1) + j), "own"));
                    }
                  } catch (MaskingException | RuntimeException e) {
                    synchronized (faults) {
                      faults.add(e);
                    }
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), faults);
      for (int j = 0; j < 25; j++) {
        assertInstanceOf(Kept.Value.class, vault.find(List.of(token(j))).get(token(j)));
        assertEquals(
            new Kept.Value("own"), vault.find(List.of(token(7000L + j))).get(token(7000L + j)));
      }
    }
  }
}
