package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.TreeHashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadKeysTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final PayloadKeys.Name ALICE = new PayloadKeys.Name("alice", NOVEMBER);

  @TempDir Path temporary;
  private DataDirectory directory = new DataDirectory(Path.of(""));
  private final List<Disclosure> parts =
      List.of(Disclosure.salted("msg", "{\"id\":1}".getBytes(UTF_8), new SecureRandom()));
  private final Hash leaf = TreeHashing.leaf("{}".getBytes(UTF_8));

  @BeforeEach
  void createKeys() throws IOException, SQLException {
    directory = new DataDirectory(temporary);
    MasterKey.create(directory);
    SqliteKeys.create(directory);
  }

  private SealedPayload sealed(PayloadKeys keys) throws SQLException, GeneralSecurityException {
    keys.ensure(List.of(ALICE));
    long id = keys.id(ALICE);
    return keys.seal(id, leaf, Packing.pack(parts));
  }

  @Test
  void derivesTheSameSecretAtEachStartAndAnotherForEachPurpose() throws Exception {
    byte[] limits;
    try (PayloadKeys keys = new SqliteStorage(directory).openKeysForWriting()) {
      limits = keys.derived("limits").getEncoded();
      assertFalse(Arrays.equals(limits, keys.derived("masks").getEncoded()));
    }
    try (PayloadKeys keys = PayloadKeys.openForReading(directory)) {
      assertArrayEquals(limits, keys.derived("limits").getEncoded());
    }
  }

  @Test
  void opensWhatItSealedAlsoAfterANewStart() throws Exception {
    SealedPayload payload;
    try (PayloadKeys keys = new SqliteStorage(directory).openKeysForWriting()) {
      payload = sealed(keys);
      assertEquals(Optional.of(parts), keys.open(payload, leaf));
    }
    try (PayloadKeys keys = PayloadKeys.openForReading(directory)) {
      assertEquals(Optional.of(parts), keys.open(payload, leaf));
    }
  }

  @Test
  void opensNothingForAnotherLeafOrWithAChangedByte() throws Exception {
    try (PayloadKeys keys = new SqliteStorage(directory).openKeysForWriting()) {
      SealedPayload payload = sealed(keys);
      assertThrows(
          GeneralSecurityException.class, () -> keys.open(payload, TreeHashing.emptyRoot()));
      for (int i = 0; i < payload.sealed().length; i++) {
        byte[] changed = payload.sealed().clone();
        changed[i] ^= 1;
        SealedPayload other = new SealedPayload(payload.keyId(), changed);
        assertThrows(GeneralSecurityException.class, () -> keys.open(other, leaf));
      }
      SealedPayload cut = new SealedPayload(payload.keyId(), new byte[5]);
      assertThrows(GeneralSecurityException.class, () -> keys.open(cut, leaf));
    }
  }

  @Test
  void hasOneKeyForEachSubjectAndMonth() throws Exception {
    PayloadKeys.Name bob = new PayloadKeys.Name("bob", NOVEMBER);
    PayloadKeys.Name later = new PayloadKeys.Name("alice", NOVEMBER.plusMonths(1));
    try (PayloadKeys keys = new SqliteStorage(directory).openKeysForWriting()) {
      keys.ensure(List.of(ALICE, bob, later, ALICE));
      assertNotEquals(keys.id(ALICE), keys.id(bob));
      assertNotEquals(keys.id(ALICE), keys.id(later));
      long before = keys.id(ALICE);
      keys.ensure(List.of(ALICE));
      assertEquals(before, keys.id(ALICE));
    }
  }

  @Test
  void forgetsAPayloadWithItsKey() throws Exception {
    SealedPayload payload;
    try (PayloadKeys keys = new SqliteStorage(directory).openKeysForWriting()) {
      payload = sealed(keys);
    }
    try (Connection connection = SqliteFile.openForWriting(directory.keys())) {
      SqliteFile.execute(connection, "DELETE FROM payload_key");
    }
    try (PayloadKeys keys = PayloadKeys.openForReading(directory)) {
      assertEquals(Optional.empty(), keys.open(payload, leaf));
    }
  }

  @Test
  void namesNoSubjectOnDisk() throws Exception {
    try (PayloadKeys keys = new SqliteStorage(directory).openKeysForWriting()) {
      sealed(keys);
    }
    String bytes = new String(Files.readAllBytes(directory.keys()), UTF_8);
    assertFalse(bytes.contains("alice"));
  }
}
