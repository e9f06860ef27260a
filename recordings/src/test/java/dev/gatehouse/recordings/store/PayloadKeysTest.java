package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.recordings.leaf.Disclosure;
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
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadKeysTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final PayloadKeys.Name ALICE = new PayloadKeys.Name("alice", NOVEMBER);

  @TempDir Path temporary;
  private DataDirectory directory = new DataDirectory(Path.of(""));
  private final Disclosure disclosure =
      Disclosure.salted("msg", "{\"id\":1}".getBytes(UTF_8), new SecureRandom());

  @BeforeEach
  void createKeys() throws IOException, SQLException {
    directory = new DataDirectory(temporary);
    PayloadKeys.create(directory);
  }

  private SealedPart sealed(PayloadKeys keys) throws SQLException, GeneralSecurityException {
    keys.ensure(List.of(ALICE));
    long id = keys.id(ALICE);
    byte[] sealed = keys.seal(id, disclosure.commitment(), Packing.pack(disclosure));
    return new SealedPart(1, "msg", id, sealed);
  }

  @Test
  void opensWhatItSealedAlsoAfterANewStart() throws Exception {
    SealedPart part;
    try (PayloadKeys keys = PayloadKeys.openForWriting(directory)) {
      part = sealed(keys);
      assertEquals(Optional.of(disclosure), keys.open(part, disclosure.commitment()));
    }
    try (PayloadKeys keys = PayloadKeys.openForReading(directory)) {
      assertEquals(Optional.of(disclosure), keys.open(part, disclosure.commitment()));
    }
  }

  @Test
  void opensNothingForAnotherCommitmentOrWithAChangedByte() throws Exception {
    try (PayloadKeys keys = PayloadKeys.openForWriting(directory)) {
      SealedPart part = sealed(keys);
      assertThrows(GeneralSecurityException.class, () -> keys.open(part, "another"));
      for (int i = 0; i < part.sealed().length; i++) {
        byte[] changed = part.sealed().clone();
        changed[i] ^= 1;
        SealedPart other = new SealedPart(1, "msg", part.keyId(), changed);
        assertThrows(
            GeneralSecurityException.class, () -> keys.open(other, disclosure.commitment()));
      }
      SealedPart cut = new SealedPart(1, "msg", part.keyId(), new byte[5]);
      assertThrows(GeneralSecurityException.class, () -> keys.open(cut, disclosure.commitment()));
    }
  }

  @Test
  void hasOneKeyForEachSubjectAndMonth() throws Exception {
    PayloadKeys.Name bob = new PayloadKeys.Name("bob", NOVEMBER);
    PayloadKeys.Name later = new PayloadKeys.Name("alice", NOVEMBER.plusMonths(1));
    try (PayloadKeys keys = PayloadKeys.openForWriting(directory)) {
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
    SealedPart part;
    try (PayloadKeys keys = PayloadKeys.openForWriting(directory)) {
      part = sealed(keys);
    }
    try (Connection connection = SqliteFile.openForWriting(directory.keys())) {
      SqliteFile.execute(connection, "DELETE FROM payload_key");
    }
    try (PayloadKeys keys = PayloadKeys.openForReading(directory)) {
      assertEquals(Optional.empty(), keys.open(part, disclosure.commitment()));
    }
  }

  @Test
  void namesNoSubjectOnDisk() throws Exception {
    try (PayloadKeys keys = PayloadKeys.openForWriting(directory)) {
      sealed(keys);
    }
    String bytes = new String(Files.readAllBytes(directory.keys()), UTF_8);
    assertFalse(bytes.contains("alice"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 1000, 100_000, 3_000_000})
  void packsContentOfAnyLength(int length) throws IOException {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    Disclosure any = Disclosure.salted("tx", content, new SecureRandom());
    byte[] packed = Packing.pack(any);
    assertEquals(any, Packing.unpack("tx", packed));
    byte[] cut = Arrays.copyOf(packed, packed.length - 1);
    assertThrows(IOException.class, () -> Packing.unpack("tx", cut));
    byte[] grown = Arrays.copyOf(packed, packed.length + 1);
    assertThrows(IOException.class, () -> Packing.unpack("tx", grown));
  }
}
