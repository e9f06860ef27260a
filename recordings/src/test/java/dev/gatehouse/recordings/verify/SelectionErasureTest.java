package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.recordings.bundle.SelectionFiles;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.ErasedEntries;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.proof.TlogProof;
import dev.gatehouse.recordings.verify.Verification.AtEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which parts a selection may leave out: all of an entry that an erasure behind it names. */
class SelectionErasureTest {
  private static final List<Disclosure> NONE = List.of();

  private final SigningKey key = BundleMaker.key();
  private final Disclosure who = part("actor", "alice");
  private final Disclosure message = part("msg", "buy");

  private static Disclosure part(String name, String content) {
    return new Disclosure(name, new byte[Disclosure.SALT_BYTES], content.getBytes(UTF_8));
  }

  private static Disclosure list(long entry) {
    return part("ctx", new ErasedEntries("2026-11", List.of(entry), "asked for").json());
  }

  private Leaf request() {
    return new Leaf(
        "request",
        "B1",
        BundleMaker.START,
        Map.of("ex", "e1"),
        Map.of("actor", who.commitment(), "msg", message.commitment()),
        Map.of("msg", 3L));
  }

  private static Leaf erasure(Disclosure list) {
    return new Leaf(
        "erasure",
        "B1",
        BundleMaker.START,
        Map.of("method", "subject"),
        Map.of("ctx", list.commitment()),
        Map.of());
  }

  /** A log of two entries, both selected, the first and the second with what they disclose. */
  private Verification verify(
      Leaf first, List<Disclosure> ofFirst, Leaf second, List<Disclosure> ofSecond)
      throws Exception {
    List<byte[]> leaves = List.of(first.toArray(), second.toArray());
    List<Hash> hashes = leaves.stream().map(TreeHashing::leaf).toList();
    Hash root = TreeHashing.node(hashes.get(0), hashes.get(1));
    Checkpoint checkpoint = new Checkpoint(BundleMaker.ORIGIN, 2, root);
    SignedNote note = SignedNote.parse(key.sign(checkpoint.text()));
    MemoryBundle bundle = new MemoryBundle();
    SelectionFiles files = new SelectionFiles(bundle);
    for (int i = 0; i < 2; i++) {
      TlogProof proof = new TlogProof(Optional.empty(), i, List.of(hashes.get(1 - i)), note);
      files.add(i, leaves.get(i), proof.toArray(), i == 0 ? ofFirst : ofSecond);
    }
    files.finish(checkpoint, note, CheckpointPolicy.ofLog(List.of(key.verifierKey())));
    try {
      return new SelectionCheck(
              bundle, Optional.of(key.verifierKey()), new ReceiptCheck(Optional.empty()))
          .run();
    } catch (FaultException e) {
      return e.failed();
    }
  }

  private static Verification.Place refused(Verification verification) {
    return assertInstanceOf(Verification.Failed.class, verification).where();
  }

  @Test
  void acceptsAnEntryWithoutPartsThatALaterErasureNames() throws Exception {
    Disclosure list = list(0);
    Verification.Verified verified =
        assertInstanceOf(
            Verification.Verified.class, verify(request(), NONE, erasure(list), List.of(list)));
    assertEquals(2, verified.contents().erased());
  }

  @Test
  void refusesAnErasureThatNamesWhatIsYetToBeWritten() throws Exception {
    Disclosure list = list(1);
    assertEquals(new AtEntry(0), refused(verify(erasure(list), List.of(list), request(), NONE)));
  }

  @Test
  void refusesAnErasedEntryThatShowsOnePartAndHidesAnother() throws Exception {
    Disclosure list = list(0);
    assertEquals(
        new AtEntry(0), refused(verify(request(), List.of(who), erasure(list), List.of(list))));
  }

  @Test
  void refusesAnErasedEntryThatShowsAllItsParts() throws Exception {
    Disclosure list = list(0);
    assertEquals(
        new AtEntry(0),
        refused(verify(request(), List.of(who, message), erasure(list), List.of(list))));
  }
}
