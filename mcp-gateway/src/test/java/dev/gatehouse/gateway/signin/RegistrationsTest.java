package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that others may crowd out, and those that nobody may. */
class RegistrationsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final KeptTable.Kind CLIENT = KeptTable.Kind.CLIENT;

  @TempDir Path folder;
  private KeptTable table;

  @BeforeEach
  void open() {
    table = KeptTable.inFile(folder.resolve("signin.db"), new SecretKeySpec(new byte[32], "AES"));
  }

  @AfterEach
  void close() {
    table.close();
  }

  private void add(KeptTable.Kind kind, String id, Duration life) throws Exception {
    table.add(kind, id, "{}", NOW.plus(life), NOW);
  }

  @Test
  void keepsTheNewestOfThoseThatNobodyUses() throws Exception {
    for (int i = 0; i < 5; i++) {
      add(CLIENT, "new-" + i, Duration.ofHours(1 + i));
    }
    add(CLIENT, "used", Duration.ofDays(80));
    add(KeptTable.Kind.FAMILY, "session", Duration.ofHours(1));
    table.keepOf(CLIENT, NOW.plus(Duration.ofDays(1)), 2);
    assertTrue(table.find(CLIENT, "new-4").isPresent());
    assertTrue(table.find(CLIENT, "new-3").isPresent());
    assertFalse(table.find(CLIENT, "new-2").isPresent());
    assertFalse(table.find(CLIENT, "new-0").isPresent());
    assertTrue(table.find(CLIENT, "used").isPresent());
    assertTrue(table.find(KeptTable.Kind.FAMILY, "session").isPresent());
  }

  @Test
  void countsThoseThatSomebodyUses() throws Exception {
    add(CLIENT, "new", Duration.ofHours(20));
    add(CLIENT, "used", Duration.ofDays(80));
    assertEquals(1, table.count(CLIENT, NOW.plus(Duration.ofDays(1))));
    assertEquals(2, table.count(CLIENT, NOW));
    assertEquals(0, table.count(KeptTable.Kind.FAMILY, NOW));
  }
}
