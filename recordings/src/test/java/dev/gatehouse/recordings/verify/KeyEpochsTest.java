package dev.gatehouse.recordings.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.verify.Verification.AtEntry;
import dev.gatehouse.recordings.verify.Verification.InFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A chain of keys leads from the trusted one only where that one signed, with all beside it. */
class KeyEpochsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final SigningKey trusted = BundleMaker.key();
  private final SigningKey first = BundleMaker.key();
  private final SigningKey beside = BundleMaker.key();
  private final SigningKey last = BundleMaker.key();
  private final BundleMaker maker = new BundleMaker();

  private void next(SigningKey... keys) {
    StringBuilder lines = new StringBuilder();
    for (SigningKey key : keys) {
      lines.append(key.verifierKey().text()).append('\n');
    }
    maker.word("method", "next").part("msg", lines.toString()).add("key");
  }

  private long rotated(SigningKey... keys) throws MalformedNoteException {
    SignedNote note = new SignedNote(maker.checkpoint().text(), List.of());
    for (SigningKey key : keys) {
      note = note.with(List.of(key.line(note.text(), NOON)));
    }
    return maker.word("method", "rotated").part("msg", note.bytes()).add("key");
  }

  /** The second epoch names the trusted key and another; the first is known to nobody. */
  private long chain(SigningKey... signersOfTheSecond) throws MalformedNoteException {
    maker.add("boot");
    next(trusted, beside);
    rotated(first);
    next(last);
    return rotated(signersOfTheSecond);
  }

  private Verification verify(SigningKey signer) {
    return BundleMaker.verify(maker.sign(signer), Optional.of(trusted.verifierKey()));
  }

  private static Verification.Place refused(Verification verification) {
    return assertInstanceOf(Verification.Failed.class, verification).where();
  }

  @Test
  void acceptsAChainThatTheTrustedKeySignedTogetherWithTheOneBesideIt()
      throws MalformedNoteException {
    chain(trusted, beside);
    assertInstanceOf(Verification.Verified.class, verify(last));
  }

  @Test
  void refusesAChainThatNamesTheTrustedKeyButNeverHadItsSignature() throws MalformedNoteException {
    assertEquals(new AtEntry(chain(beside)), refused(verify(last)));
  }

  @Test
  void refusesAChainThatOneKeyOfASetSignedForAll() throws MalformedNoteException {
    assertEquals(new AtEntry(chain(trusted)), refused(verify(last)));
  }

  @Test
  void refusesAChainWhoseLastSetNamesTheTrustedKeyAndIsSignedByTheOther()
      throws MalformedNoteException {
    maker.add("boot");
    next(trusted, beside);
    rotated(first);
    assertEquals(new InFile("policy.txt"), refused(verify(beside)));
  }

  @Test
  void acceptsAFirstSetOfWhichOnlyTheTrustedKeyIsKnown() throws MalformedNoteException {
    maker.add("boot");
    next(last);
    rotated(trusted, beside);
    assertInstanceOf(Verification.Verified.class, verify(last));
  }

  @Test
  void refusesAFirstSetThatTheTrustedKeyDidNotSign() throws MalformedNoteException {
    maker.add("boot");
    next(last);
    rotated(first, beside);
    assertEquals(new InFile("policy.txt"), refused(verify(last)));
  }

  @Test
  void refusesAWitnessInPlaceOfTheKeyOfTheLog() throws MalformedNoteException {
    SigningKey witness = SigningKey.generate("w.example", KeyType.ED25519_COSIGNATURE);
    maker.add("boot");
    next(last);
    rotated(first, witness);
    MemoryBundle bundle = maker.sign(last);
    assertInstanceOf(Verification.Verified.class, BundleMaker.verify(bundle, Optional.empty()));
    assertEquals(
        new InFile("policy.txt"),
        refused(BundleMaker.verify(bundle, Optional.of(witness.verifierKey()))));
  }
}
