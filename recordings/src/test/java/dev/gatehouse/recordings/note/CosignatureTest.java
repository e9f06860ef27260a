package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.merkle.Hash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CosignatureTest {
  private static final Instant NOW = Instant.parse("2026-11-23T01:23:45.678Z");
  private static final Instant SECOND = Instant.parse("2026-11-23T01:23:45Z");
  private static final Hash ROOT = Hash.ofBase64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  private static final Checkpoint CHECKPOINT = new Checkpoint("log.example", 20_852_163, ROOT);

  private static SigningKeys logKeys() throws MalformedNoteException {
    return new SigningKeys(
        SigningKey.generate("log.example"),
        Optional.of(SigningKey.generate("log.example", KeyType.ML_DSA_44)));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeOfKeyComesBackFromItsText(KeyType type) throws MalformedNoteException {
    SigningKey key = SigningKey.generate("witness.example/w1", type);
    VerifierKey read = VerifierKey.parse(key.verifierKey().text());
    assertEquals(key.verifierKey(), read);
    assertEquals(type, read.type());
    SigningKey again = SigningKey.of(key.pkcs8(), read);
    SignedNote note =
        new SignedNote(CHECKPOINT.text(), List.of(again.line(CHECKPOINT.text(), NOW)));
    VerifiedSignature verified = SignedNote.parse(note.bytes()).verify(List.of(read)).getFirst();
    assertEquals(read, verified.key());
    assertEquals(type.cosigns() ? Optional.of(SECOND) : Optional.empty(), verified.time());
    VerifierKey other = SigningKey.generate("witness.example/w1", type).verifierKey();
    assertEquals(List.of(), note.verify(List.of(other)));
    assertThrows(MalformedNoteException.class, () -> SigningKey.of(key.pkcs8(), other));
  }

  /** The bytes follow from the structure in the specification, written by hand. */
  @Test
  void signsWhatTheSpecificationSays() throws MalformedNoteException {
    assertEquals(
        "cosignature/v1\ntime 1679315147\n" + CHECKPOINT.text(),
        new String(
            SignedMessage.of(KeyType.ED25519_COSIGNATURE, "w", CHECKPOINT.text(), 1_679_315_147),
            UTF_8));
    String hex =
        "73756274726565"
            + "2f76310a00" // subtree/v1 LF NUL
            + "02"
            + "7731" // cosigner
            + "0000000064185"
            + "0cb" // time
            + "0b"
            + "6c6f672e6578616d706c65" // origin
            + "0000000000000000" // start
            + "00000000013e2dc3" // end
            + HexFormat.of().formatHex(ROOT.toArray());
    assertEquals(
        hex,
        HexFormat.of()
            .formatHex(
                SignedMessage.of(KeyType.ML_DSA_44, "w1", CHECKPOINT.text(), 1_679_315_147)));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ED25519")
  void refusesACosignatureWhoseTimeOrBytesWereChanged(KeyType type) throws MalformedNoteException {
    SigningKey key = SigningKey.generate("w1", type);
    SignatureLine line = key.line(CHECKPOINT.text(), NOW);
    byte[] signature = Base64.getDecoder().decode(line.signature());
    for (int i = 0; i < signature.length; i += i < 80 ? 1 : 97) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      SignedNote note = noteWith(key, changed);
      assertThrows(
          MalformedNoteException.class, () -> note.verify(List.of(key.verifierKey())), "byte " + i);
    }
    SignedNote cut = noteWith(key, Arrays.copyOf(signature, signature.length - 1));
    assertThrows(MalformedNoteException.class, () -> cut.verify(List.of(key.verifierKey())));
    SignedNote whole = noteWith(key, signature);
    assertEquals(1, whole.verify(List.of(key.verifierKey())).size());
  }

  private static SignedNote noteWith(SigningKey key, byte[] signature) {
    return new SignedNote(
        CHECKPOINT.text(),
        List.of(
            new SignatureLine(
                key.verifierKey().name(),
                key.verifierKey().id(),
                Base64.getEncoder().encodeToString(signature))));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ED25519")
  void cosignsOnlyCheckpointsAndOnlyWithATime(KeyType type) throws MalformedNoteException {
    SigningKey key = SigningKey.generate("w1", type);
    assertThrows(MalformedNoteException.class, () -> key.line("no checkpoint\n", NOW));
    assertThrows(
        MalformedNoteException.class, () -> key.line(CHECKPOINT.text() + "extension\n", NOW));
    assertThrows(IllegalArgumentException.class, () -> key.line(CHECKPOINT.text(), Instant.EPOCH));
    assertThrows(IllegalStateException.class, () -> key.sign(CHECKPOINT.text()));
  }

  @Test
  void refusesTimesThatNoCalendarHas() throws MalformedNoteException {
    SigningKey key = SigningKey.generate("w1", KeyType.ED25519_COSIGNATURE);
    byte[] signature = Base64.getDecoder().decode(key.line(CHECKPOINT.text(), NOW).signature());
    for (long seconds : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      ByteBuffer.wrap(signature).putLong(seconds);
      SignedNote note = noteWith(key, signature);
      assertThrows(MalformedNoteException.class, () -> note.verify(List.of(key.verifierKey())));
    }
  }

  @Test
  void aLogSignsWithBothKeysEd25519First() throws MalformedNoteException {
    SigningKeys keys = logKeys();
    SignedNote note = keys.sign(CHECKPOINT, NOW);
    assertEquals(2, note.signatures().size());
    assertTrue(note.signatures().getFirst().claims(keys.ed25519().verifierKey()));
    assertEquals(CHECKPOINT, Checkpoint.verify(note.bytes(), keys.verifierKeys()));
    for (VerifierKey key : keys.verifierKeys()) {
      assertEquals(CHECKPOINT, Checkpoint.verify(note.bytes(), key));
    }
    SignedNote reversed = new SignedNote(note.text(), note.signatures().reversed());
    assertThrows(
        MalformedNoteException.class,
        () -> Checkpoint.verify(reversed.bytes(), keys.verifierKeys()));
    SignedNote stripped = new SignedNote(note.text(), note.signatures().subList(0, 1));
    assertThrows(
        MalformedNoteException.class,
        () -> Checkpoint.verify(stripped.bytes(), keys.verifierKeys()));
    assertThrows(MalformedNoteException.class, () -> Checkpoint.verify(note.bytes(), List.of()));
  }

  @Test
  void refusesKeysThatDoNotMakeAPair() throws MalformedNoteException {
    SigningKey first = SigningKey.generate("log.example");
    SigningKey second = SigningKey.generate("log.example", KeyType.ML_DSA_44);
    SigningKey stranger = SigningKey.generate("other.example", KeyType.ML_DSA_44);
    assertEquals("log.example", new SigningKeys(first, Optional.of(second)).name());
    assertThrows(
        IllegalArgumentException.class, () -> new SigningKeys(first, Optional.of(stranger)));
    assertThrows(IllegalArgumentException.class, () -> new SigningKeys(first, Optional.of(first)));
    assertThrows(IllegalArgumentException.class, () -> new SigningKeys(second, Optional.empty()));
  }

  @Test
  void nameAndIdMustBothMatch() throws MalformedNoteException {
    SigningKey key = SigningKey.generate("w1", KeyType.ED25519_COSIGNATURE);
    SignatureLine line = key.line(CHECKPOINT.text(), NOW);
    List<VerifierKey> known = List.of(key.verifierKey());
    SignedNote renamed =
        new SignedNote(
            CHECKPOINT.text(), List.of(new SignatureLine("w2", line.keyId(), line.signature())));
    SignedNote renumbered =
        new SignedNote(
            CHECKPOINT.text(), List.of(new SignatureLine("w1", ~line.keyId(), line.signature())));
    assertEquals(List.of(), renamed.verify(known));
    assertEquals(List.of(), renumbered.verify(known));
    assertFalse(new SignedNote(CHECKPOINT.text(), List.of(line)).verify(known).isEmpty());
  }

  @Test
  void readsLinesThatStandAlone() throws MalformedNoteException {
    SigningKeys keys = logKeys();
    SignedNote note = keys.sign(CHECKPOINT, NOW);
    SignedNote bare = new SignedNote(note.text(), List.of());
    StringBuilder text = new StringBuilder();
    note.signatures().forEach(line -> text.append(line.text()).append('\n'));
    assertEquals(note, bare.with(SignedNote.parseLines(text.toString())));
    assertEquals(List.of(), SignedNote.parseLines(""));
    for (String bad : List.of("\n", text + "\n", text.toString().stripTrailing(), "text\n")) {
      assertThrows(MalformedNoteException.class, () -> SignedNote.parseLines(bad), bad);
    }
  }
}
