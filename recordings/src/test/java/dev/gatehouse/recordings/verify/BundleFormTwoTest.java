package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.leaf.ErasedEntries;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.KeyType;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.verify.Verification.AtEntry;
import dev.gatehouse.recordings.verify.Verification.InFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a bundle of form 2 can say that one of form 1 could not, and what it must not say. */
class BundleFormTwoTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final SigningKey key = BundleMaker.key();
  private final BundleMaker maker = new BundleMaker();

  private static Verification.Verified accepted(MemoryBundle bundle, VerifierKey trusted) {
    return assertInstanceOf(
        Verification.Verified.class, BundleMaker.verify(bundle, Optional.of(trusted)));
  }

  private static Verification.Place refused(MemoryBundle bundle, VerifierKey trusted) {
    return assertInstanceOf(
            Verification.Failed.class, BundleMaker.verify(bundle, Optional.of(trusted)))
        .where();
  }

  private void erasure(Long... entries) {
    String list = new ErasedEntries("2026-11", List.of(entries), "asked for").json();
    maker.word("method", "subject").part("ctx", list).add("erasure");
  }

  /** Entries 1 to 6 are exchanges, of which 1, 3 and 5 have a message; 3 is left out if asked. */
  private void exchanges(boolean leaveOut) {
    maker.add("boot");
    maker.exchange("e1", "one");
    maker.word("ex", "e2").part("msg", "two").part("actor", "bob");
    (leaveOut ? maker.erased() : maker).add("request");
    maker.word("ex", "e2").add("response");
    maker.exchange("e3", "three");
  }

  @Test
  void acceptsAMissingPartThatAnErasureNames() {
    exchanges(true);
    erasure(3L);
    Verification.Verified verified = accepted(maker.sign(key), key.verifierKey());
    assertEquals(2, verified.contents().erased());
    assertEquals(3, verified.payloads());
    assertFalse(verified.warnings().toString().contains("the log itself names"));
    assertEquals(1, verified.contents().kinds().get("erasure"));
  }

  @Test
  void refusesAMissingPartThatNoErasureNames() {
    exchanges(true);
    erasure(2L);
    assertEquals(new AtEntry(3), refused(maker.sign(key), key.verifierKey()));
  }

  @Test
  void refusesAnErasureOfWhatIsStillThere() {
    exchanges(false);
    erasure(1L, 3L);
    assertEquals(new AtEntry(1), refused(maker.sign(key), key.verifierKey()));
  }

  @Test
  void refusesAnErasureOfWhatComesLaterAndOneWithoutAList() {
    exchanges(false);
    erasure(99L);
    assertEquals(new AtEntry(7), refused(maker.sign(key), key.verifierKey()));
    BundleMaker other = new BundleMaker();
    other.add("boot");
    other.word("method", "subject").part("ctx", "{}").add("erasure");
    assertEquals(new AtEntry(1), refused(other.sign(key), key.verifierKey()));
  }

  @Test
  void namesAMissingPartBeforeABadEntryBehindIt() throws FaultException {
    exchanges(true);
    MemoryBundle bundle = maker.sign(key);
    byte[] entries = bundle.read("tile/entries/000.p/7");
    entries[entries.length - 9] ^= 1;
    bundle.put("tile/entries/000.p/7", entries);
    assertEquals(new AtEntry(3), refused(bundle, key.verifierKey()));
  }

  @Test
  void followsTheLogFromAnOldKeyToTheNewOne() {
    SigningKey newKey = BundleMaker.key();
    MemoryBundle bundle = rotated(key, newKey);
    Verification.Verified verified = accepted(bundle, key.verifierKey());
    assertEquals(newKey.verifierKey().text(), verified.key());
    assertEquals(
        List.of(
            new Vouchers.SignedRange(key.verifierKey().text(), 0, 4),
            new Vouchers.SignedRange(newKey.verifierKey().text(), 4, 7)),
        verified.vouchers().keys());
    assertTrue(bundle.paths().contains("keys/4.checkpoint"));
    accepted(bundle, newKey.verifierKey());
    assertEquals(new InFile("policy.txt"), refused(bundle, BundleMaker.key().verifierKey()));
  }

  private MemoryBundle rotated(SigningKey oldKey, SigningKey newKey) {
    maker.add("boot");
    maker.exchange("e1", "one");
    maker.word("method", "next").part("msg", newKey.verifierKey().text() + "\n").add("key");
    maker.word("method", "rotated").part("msg", oldKey.sign(maker.checkpoint().text())).add("key");
    maker.exchange("e2", "two");
    return maker.sign(newKey);
  }

  @Test
  void refusesNewKeysThatTheOldOnesDidNotName() {
    SigningKey stranger = BundleMaker.key();
    maker.add("boot");
    maker.word("method", "next").part("msg", stranger.verifierKey().text()).add("key");
    maker.word("method", "rotated").part("msg", key.sign(maker.checkpoint().text())).add("key");
    SigningKey other = BundleMaker.key();
    assertEquals(new InFile("policy.txt"), refused(maker.sign(other), key.verifierKey()));
  }

  @Test
  void refusesAChangeOfKeysWithoutACheckpointThatCoversIt() {
    SigningKey newKey = BundleMaker.key();
    maker.add("boot");
    byte[] early = key.sign(maker.checkpoint().text());
    maker.word("method", "next").part("msg", newKey.verifierKey().text()).add("key");
    maker.word("method", "rotated").part("msg", early).add("key");
    assertEquals(new AtEntry(2), refused(maker.sign(newKey), key.verifierKey()));
  }

  private static byte[] cosigned(Checkpoint checkpoint, SigningKey... keys)
      throws MalformedNoteException {
    SignedNote note = new SignedNote(checkpoint.text(), List.of());
    for (SigningKey key : keys) {
      SignatureLine line = key.line(checkpoint.text(), NOON);
      note = note.with(List.of(line));
    }
    return note.bytes();
  }

  private static String named(SigningKey key) {
    return "%s+%08x".formatted(key.verifierKey().name(), key.verifierKey().id());
  }

  @Test
  void saysWhichWitnessesVouchForItAndWhen() throws MalformedNoteException {
    SigningKey mlDsa = SigningKey.generate(BundleMaker.ORIGIN, KeyType.ML_DSA_44);
    SigningKey witness = SigningKey.generate("w.example", KeyType.ED25519_COSIGNATURE);
    SigningKey earlier = SigningKey.generate("x.example", KeyType.ML_DSA_44);
    maker.add("boot");
    maker.exchange("e1", "one");
    byte[] anchor = cosigned(maker.checkpoint(), key, mlDsa, earlier, witness);
    maker.word("method", "witness").part("msg", anchor).add("anchor");
    maker.witness(witness.verifierKey()).witness(earlier.verifierKey());
    byte[] note = cosigned(maker.checkpoint(), key, mlDsa, witness);
    MemoryBundle bundle = maker.finish(note, List.of(key.verifierKey(), mlDsa.verifierKey()));
    Verification.Verified verified = accepted(bundle, key.verifierKey());
    assertEquals(2, verified.vouchers().witnesses().size());
    List<Vouchers.Witnessed> witnesses = verified.vouchers().witnesses();
    assertTrue(witnesses.contains(new Vouchers.Witnessed(named(witness), NOON, 4, 2)));
    assertTrue(witnesses.contains(new Vouchers.Witnessed(named(earlier), NOON, 3, 1)));
    assertTrue(verified.warnings().toString().contains("the log itself names its witnesses"));
    accepted(bundle, mlDsa.verifierKey());
    assertTrue(bundle.paths().contains("anchors/3.checkpoint"));
  }

  @Test
  void refusesAPolicyThatAsksForLessThanWasSignedAlsoWithSumsWrittenAnew() throws Exception {
    SigningKey witness = SigningKey.generate("w.example", KeyType.ED25519_COSIGNATURE);
    maker.add("boot");
    maker.witness(witness.verifierKey());
    byte[] note = cosigned(maker.checkpoint(), key, witness);
    MemoryBundle bundle = maker.finish(note, List.of(key.verifierKey()));
    accepted(bundle, key.verifierKey());
    byte[] policy = bundle.read("policy.txt");
    String text = new String(policy, UTF_8);
    for (String changed :
        List.of(
            text.replace("quorum cosigners", "quorum none"),
            text.replace("group cosigners all", "group cosigners any"),
            text.replace("w1", "w2"),
            text.replaceAll("(?m)^witness.*\n|^group.*\n", "").replace("cosigners", "none"),
            "# " + text,
            text + "\n")) {
      MemoryBundle copy = bundle.copy();
      copy.put("policy.txt", changed.getBytes(UTF_8));
      String sums = new String(bundle.read("SHA256SUMS"), UTF_8);
      String anew = sums.replace(Bundles.digest(policy), Bundles.digest(changed.getBytes(UTF_8)));
      copy.put("SHA256SUMS", anew.getBytes(UTF_8));
      assertTrue(!changed.equals(text));
      refused(copy, key.verifierKey());
    }
  }

  @Test
  void refusesAnAnchorOfAnotherTree() throws MalformedNoteException {
    maker.add("boot");
    maker.exchange("e1", "one");
    Checkpoint fork = new Checkpoint(BundleMaker.ORIGIN, 2, maker.root());
    maker.word("method", "witness").part("msg", cosigned(fork, key)).add("anchor");
    assertEquals(new AtEntry(3), refused(maker.sign(key), key.verifierKey()));
  }

  @Test
  void letsSessionsOfSeveralNodesInterleave() {
    maker.word("node", "a").add("boot");
    maker.boot("B2").word("node", "b").add("boot");
    maker.boot("B1").word("node", "a").word("ex", "e1").add("request");
    maker.boot("B2").word("node", "b").add("shutdown");
    maker.boot("B1").word("node", "a").word("ex", "e1").add("response");
    assertEquals(5, accepted(maker.sign(key), key.verifierKey()).entries());
  }
}
