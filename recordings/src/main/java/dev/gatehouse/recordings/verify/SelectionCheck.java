package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.SelectionFiles;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.proof.ProofException;
import dev.gatehouse.recordings.proof.TlogProof;
import dev.gatehouse.recordings.verify.Vouchers.SignedRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks a selection: the signature of its checkpoint, each entry against its proof, each part that
 * is disclosed against the entry, and that nothing else is there. Confined to one thread; used
 * once.
 *
 * <p>Guarantee: no byte of any file stays unread, and each is either covered by the signature or
 * made again from what is.
 */
final class SelectionCheck {
  /** The largest file that is read at once: a part of an entry. */
  private static final int FILE_BYTES_MAX = 64 * 1024 * 1024;

  private final BundleContent content;
  private final Optional<VerifierKey> trusted;
  private final ReceiptCheck receipt;
  private final Tally tally = new Tally();

  /** How many parts entries do not disclose, until an erasure is found that names them. */
  private final Map<Long, Long> withoutParts = new LinkedHashMap<>();

  private final Set<Long> withParts = new HashSet<>();
  private final Set<Long> erased = new HashSet<>();

  SelectionCheck(BundleContent content, Optional<VerifierKey> trusted, ReceiptCheck receipt) {
    this.content = content;
    this.trusted = trusted;
    this.receipt = receipt;
  }

  /** Whether what is there is meant to be a selection. */
  static boolean isFor(BundleContent content) {
    return content.paths().stream().anyMatch(path -> path.startsWith(SelectionFiles.ENTRIES + "/"));
  }

  Verification run() throws FaultException {
    // 1. Who signed what: everything below is measured against this checkpoint.
    CheckpointPolicy policy = policy();
    SignedNote note = note();
    Checkpoint checkpoint = checkpoint(policy, note);

    receipt.requireFrom(checkpoint.origin(), checkpoint.size());
    receipt.requireAmong(indexes());

    // 2. Each entry with its proof and its parts; all files are made again as a by-product.
    SelectionFiles made = new SelectionFiles(path -> OutputStream.nullOutputStream());
    try {
      for (long index : indexes()) {
        check(index, note, checkpoint, made);
      }
      requireErased();
      made.finish(checkpoint, note, policy);
    } catch (IOException e) {
      throw FaultException.in(BundlePaths.SUMS, "" + e.getMessage(), "files that can be made");
    }

    // 3. The files that are there are those, byte for byte.
    SortedMap<String, String> digests = new TreeMap<>(made.digests());
    // The sums come last: where another file is to blame, it is the one to name.
    Optional<String> sums = Optional.ofNullable(digests.remove(BundlePaths.SUMS));
    for (Map.Entry<String, String> file : digests.entrySet()) {
      requireDigest(file.getKey(), file.getValue());
    }
    requireDigest(BundlePaths.SUMS, sums.orElseThrow());
    for (String path : content.paths()) {
      if (!made.digests().containsKey(path)) {
        throw FaultException.in(path, "a file too many", "only files of the selection");
      }
    }
    return verified(policy, checkpoint);
  }

  private Verification verified(CheckpointPolicy policy, Checkpoint checkpoint) {
    Contents contents = tally.contents(0);
    List<String> warnings = new ArrayList<>();
    if (trusted.isEmpty()) {
      warnings.add(
          "the key came with what it verifies: compare it with one that you got elsewhere");
    }
    warnings.add(
        "these are %d of %d entries: whether others were left out, a selection cannot show"
            .formatted(contents.entries(), checkpoint.size()));
    if (contents.erased() > 0) {
      warnings.add(contents.erased() + " parts were erased, as an erasure entry says");
    }
    List<SignedRange> keys =
        policy.logs().stream()
            .map(log -> new SignedRange(log.key().text(), 0, checkpoint.size()))
            .toList();
    return new Verification.Verified(
        checkpoint.origin(),
        checkpoint.size(),
        checkpoint.root().base64(),
        contents,
        new Vouchers(keys, List.of(), List.of()),
        warnings);
  }

  private SortedSet<Long> indexes() {
    SortedSet<Long> indexes = new TreeSet<>();
    for (String path : content.paths()) {
      String[] steps = path.split("/", -1);
      if (steps.length == 3 && steps[1].matches("0|[1-9][0-9]{0,17}")) {
        indexes.add(Long.parseLong(steps[1]));
      }
    }
    return indexes;
  }

  private CheckpointPolicy policy() throws FaultException {
    try {
      CheckpointPolicy policy = CheckpointPolicy.parse(read(BundlePaths.POLICY));
      if (policy.logs().isEmpty()) {
        throw FaultException.in(BundlePaths.POLICY, "no log", "log name+id+key");
      }
      VerifierKey first = policy.logs().getFirst().key();
      if (trusted.isPresent()
          && policy.logs().stream().noneMatch(log -> log.key().equals(trusted.get()))) {
        throw FaultException.in(BundlePaths.POLICY, "key " + first, "key " + trusted.get());
      }
      return policy;
    } catch (MalformedNoteException e) {
      throw FaultException.in(BundlePaths.POLICY, "" + e.getMessage(), "a c2sp.org/tlog-policy");
    }
  }

  private SignedNote note() throws FaultException {
    try {
      return SignedNote.parse(read(BundlePaths.CHECKPOINT));
    } catch (MalformedNoteException e) {
      throw FaultException.in(BundlePaths.CHECKPOINT, "" + e.getMessage(), "a signed checkpoint");
    }
  }

  /** One line by each key of the policy, so that no byte of either file is left unchecked. */
  private Checkpoint checkpoint(CheckpointPolicy policy, SignedNote note) throws FaultException {
    List<VerifierKey> keys = policy.logs().stream().map(CheckpointPolicy.Log::key).toList();
    VerifierKey signer = trusted.orElse(keys.getFirst());
    try {
      if (!policy.equals(CheckpointPolicy.ofLog(keys))) {
        throw FaultException.in(BundlePaths.POLICY, "more than keys of the log", "these alone");
      }
      Checkpoint checkpoint = Checkpoint.verify(note.bytes(), signer);
      List<VerifierKey> signers = note.verify(keys).stream().map(VerifiedSignature::key).toList();
      if (!signers.equals(keys) || note.signatures().size() != keys.size()) {
        throw FaultException.in(
            BundlePaths.CHECKPOINT, "signatures by " + signers, "one by each of " + keys);
      }
      return checkpoint;
    } catch (MalformedNoteException e) {
      throw FaultException.in(
          BundlePaths.CHECKPOINT, "" + e.getMessage(), "a checkpoint signed by " + signer.text());
    }
  }

  private void check(long index, SignedNote note, Checkpoint checkpoint, SelectionFiles made)
      throws FaultException, IOException {
    String folder = SelectionFiles.entry(index) + "/";
    byte[] statement = read(folder + SelectionFiles.LEAF);
    Leaf leaf = leaf(index, statement);
    byte[] proof = read(folder + SelectionFiles.PROOF);
    requireProof(index, statement, proof, note, checkpoint);
    receipt.check(index, TreeHashing.leaf(statement));
    tally.add(leaf);
    List<Disclosure> disclosures = new ArrayList<>();
    for (String part : leaf.commitments().keySet()) {
      if (content.paths().contains(folder + part + SelectionFiles.CONTENT)) {
        disclosures.add(disclosure(index, leaf, part));
      } else {
        withoutParts.merge(index, 1L, Long::sum);
      }
    }
    requireAllOrNone(index, leaf, disclosures);
    for (Disclosure disclosure : disclosures) {
      if (ErasedParts.isList(leaf, disclosure.part())) {
        noteErased(index, disclosure.content());
      }
    }
    tally.addParts(disclosures.size(), 0);
    made.add(index, statement, proof, disclosures);
  }

  private static Leaf leaf(long index, byte[] statement) throws FaultException {
    try {
      return Leaf.parse(statement, 0, statement.length);
    } catch (MalformedLeafException e) {
      throw FaultException.at(index, "no leaf: " + e.getMessage(), "a leaf of version 1");
    }
  }

  private static void requireProof(
      long index, byte[] statement, byte[] proof, SignedNote note, Checkpoint checkpoint)
      throws FaultException {
    try {
      TlogProof parsed = TlogProof.parse(proof);
      if (parsed.index() != index || parsed.extra().isPresent() || !parsed.note().equals(note)) {
        throw FaultException.at(
            index,
            "a proof for entry " + parsed.index(),
            "one for entry " + index + " that ends in the checkpoint, and nothing extra");
      }
      parsed.requireIn(checkpoint, TreeHashing.leaf(statement));
    } catch (ProofException e) {
      throw FaultException.at(index, "" + e.getMessage(), "a proof of its leaf");
    }
  }

  private Disclosure disclosure(long index, Leaf leaf, String part) throws FaultException {
    String path = SelectionFiles.entry(index) + "/" + part;
    byte[] salt = read(path + SelectionFiles.SALT);
    if (salt.length != Disclosure.SALT_BYTES) {
      throw FaultException.in(
          path + SelectionFiles.SALT, salt.length + " bytes", Disclosure.SALT_BYTES + " bytes");
    }
    Disclosure disclosure = new Disclosure(part, salt, read(path + SelectionFiles.CONTENT));
    Disclosures.check(index, leaf, disclosure);
    return disclosure;
  }

  /** An erasure takes all parts of an entry, so it excuses none that is left out beside others. */
  private void requireAllOrNone(long index, Leaf leaf, List<Disclosure> disclosures)
      throws FaultException {
    int parts = leaf.commitments().size();
    if (!disclosures.isEmpty() && disclosures.size() < parts) {
      throw FaultException.at(
          index, disclosures.size() + " of " + parts + " parts", "all of them, or none");
    }
    if (!disclosures.isEmpty()) {
      withParts.add(index);
    }
  }

  /** Entries come in their order: what this one names has been seen, where it is there at all. */
  private void noteErased(long index, byte[] list) throws FaultException {
    List<Long> named =
        ErasedParts.indexes(index, list)
            .orElseThrow(
                () -> FaultException.at(index, "no list of erased entries", "entries before it"));
    for (long entry : named) {
      if (withParts.contains(entry)) {
        throw FaultException.at(
            entry, "its payload is there", "none, for entry " + index + " says it was erased");
      }
    }
    erased.addAll(named);
  }

  private void requireErased() throws FaultException {
    for (Map.Entry<Long, Long> entry : withoutParts.entrySet()) {
      if (!erased.contains(entry.getKey())) {
        throw FaultException.at(
            entry.getKey(),
            "no content of " + entry.getValue() + " parts",
            "their content, or an erasure that names the entry");
      }
      tally.addParts(0, entry.getValue());
    }
  }

  private byte[] read(String path) throws FaultException {
    try (InputStream file = content.open(path)) {
      byte[] bytes = file.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw FaultException.in(path, "more than " + FILE_BYTES_MAX + " bytes", "a smaller file");
      }
      return bytes;
    } catch (IOException e) {
      throw BundleContent.unreadable(path, e);
    }
  }

  private void requireDigest(String path, String expected) throws FaultException {
    try (InputStream file = content.open(path)) {
      String found = Digests.hex(file);
      if (!found.equals(expected)) {
        throw FaultException.in(path, "SHA-256 " + found, expected + ", as the evidence makes it");
      }
    } catch (IOException e) {
      throw BundleContent.unreadable(path, e);
    }
  }
}
