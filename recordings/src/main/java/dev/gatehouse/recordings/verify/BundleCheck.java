package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.bundle.BundleFiles;
import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks a bundle: signature, tree, entries, payloads, and then that every file is what the
 * evidence makes it. Confined to one thread; used once.
 *
 * <p>Guarantee: no byte of any file stays unread, and each is either covered by the signature or
 * made again from what is.
 */
final class BundleCheck {
  private final BundleContent content;
  private final Optional<VerifierKey> trusted;
  private final EntryRules rules = new EntryRules();
  private long payloads;

  BundleCheck(BundleContent content, Optional<VerifierKey> trusted) {
    this.content = content;
    this.trusted = trusted;
  }

  Verification run() throws FaultException {
    // 1. Who signed what: everything below is measured against this checkpoint.
    VerifierKey key = key();
    byte[] note = content.read(BundlePaths.CHECKPOINT);
    Checkpoint checkpoint = checkpoint(note, key);

    // 2. Whether the leaf hashes are those that were signed. If they are, they tell which entry is
    // bad.
    boolean hashesAreSigned = leafHashRoot(checkpoint.size()).equals(checkpoint.root());

    // 3. Each entry, and what it commits to; all files are made again as a by-product.
    try (BundleFiles made = new BundleFiles(path -> OutputStream.nullOutputStream());
        PayloadFile payload = new PayloadFile(content)) {
      Optional<FaultException> mismatch = Optional.empty();
      for (long block = 0; block * Tile.WIDTH < checkpoint.size(); block++) {
        Optional<FaultException> found =
            checkBlock(block, checkpoint.size(), hashesAreSigned, payload, made);
        mismatch = mismatch.or(() -> found);
      }
      payload.requireEnd();
      if (!made.root().equals(checkpoint.root())) {
        throw mismatch.orElseThrow(() -> wrongRoot(made.root(), checkpoint));
      }

      // 4. The files made from the evidence are the files that are there, byte for byte.
      made.finish(checkpoint, note, key);
      // The sums come last: where another file is to blame, it is the one to name.
      SortedMap<String, String> digests = new TreeMap<>(made.digests());
      Optional<String> sums = Optional.ofNullable(digests.remove(BundlePaths.SUMS));
      for (Map.Entry<String, String> file : digests.entrySet()) {
        requireDigest(file.getKey(), file.getValue());
      }
      requireDigest(BundlePaths.SUMS, sums.orElseThrow());
      content.requireNoOthers(new TreeSet<>(made.digests().keySet()));
    } catch (IOException e) {
      throw FaultException.in(BundlePaths.SUMS, "" + e.getMessage(), "files that can be made");
    }
    return new Verification.Verified(
        checkpoint.origin(),
        checkpoint.size(),
        checkpoint.root().base64(),
        checkpoint.size(),
        payloads,
        rules.openExchanges(),
        key.text(),
        Warnings.of(trusted, rules));
  }

  private VerifierKey key() throws FaultException {
    String text = new String(content.read(BundlePaths.POLICY), UTF_8);
    String[] words = text.split("[ \n]", 3);
    try {
      VerifierKey found = VerifierKey.parse(words.length > 1 ? words[1] : "");
      if (!text.equals(BundleFiles.policyText(found))) {
        throw FaultException.in(BundlePaths.POLICY, "another text", "one log and no witness");
      }
      if (trusted.isPresent() && !trusted.get().equals(found)) {
        throw FaultException.in(BundlePaths.POLICY, "key " + found, "key " + trusted.get());
      }
      return found;
    } catch (MalformedNoteException e) {
      throw FaultException.in(BundlePaths.POLICY, "" + e.getMessage(), "log name+id+key");
    }
  }

  private static Checkpoint checkpoint(byte[] note, VerifierKey key) throws FaultException {
    try {
      Checkpoint checkpoint = Checkpoint.verify(note, key);
      // One signature and nothing else, so that no byte of the file is left unchecked.
      String lastLine = new String(note, UTF_8).substring(checkpoint.text().length() + 1);
      if (lastLine.indexOf('\n') != lastLine.length() - 1) {
        throw FaultException.in(BundlePaths.CHECKPOINT, "more signatures", "the log's signature");
      }
      return checkpoint;
    } catch (MalformedNoteException e) {
      throw FaultException.in(
          BundlePaths.CHECKPOINT, "" + e.getMessage(), "a checkpoint signed by " + key.text());
    }
  }

  private Hash leafHashRoot(long size) throws FaultException {
    TileEdge edge = TileEdge.empty();
    while (edge.size() < size) {
      leafHashes(edge.size() / Tile.WIDTH, size).hashes().forEach(edge::append);
    }
    return edge.root();
  }

  private Tile leafHashes(long block, long size) throws FaultException {
    String path = BundlePaths.tile(0, block, width(block, size));
    byte[] bytes = content.read(path);
    if (bytes.length != width(block, size) * Hash.BYTES) {
      throw FaultException.in(
          path, bytes.length + " bytes", width(block, size) + " hashes of 32 bytes");
    }
    return Tile.of(0, block, bytes);
  }

  private static int width(long block, long size) {
    return (int) Math.min(Tile.WIDTH, size - block * Tile.WIDTH);
  }

  /** Checks 256 entries; what it returns counts only if the entries turn out not to be signed. */
  private Optional<FaultException> checkBlock(
      long block, long size, boolean hashesAreSigned, PayloadFile payload, BundleFiles made)
      throws FaultException, IOException {
    Optional<FaultException> mismatch = Optional.empty();
    List<Hash> hashes = leafHashes(block, size).hashes();
    List<byte[]> statements = statements(block, width(block, size));
    for (int i = 0; i < hashes.size(); i++) {
      long index = block * Tile.WIDTH + i;
      if (i >= statements.size()) {
        throw FaultException.at(index, "cut off or with a wrong length", "a whole entry");
      }
      Hash hash = TreeHashing.leaf(statements.get(i));
      if (!hash.equals(hashes.get(i))) {
        FaultException fault =
            FaultException.at(index, "leaf hash " + hash, "leaf hash " + hashes.get(i));
        if (hashesAreSigned) {
          throw fault;
        }
        mismatch = mismatch.or(() -> Optional.of(fault));
      }
      Leaf leaf = rules.check(index, statements.get(i));
      List<Disclosure> disclosures = payload.disclosures(index, leaf);
      payloads += disclosures.size();
      made.add(new String(statements.get(i), US_ASCII), leaf, disclosures);
    }
    if (statements.size() > hashes.size()) {
      throw FaultException.in(
          BundlePaths.entries(block, hashes.size()), "a byte too many", hashes.size() + " entries");
    }
    return mismatch;
  }

  /**
   * The entries of a block: fewer than {@code width} where the lengths lead past the end of the
   * file, one more where something follows them.
   */
  private List<byte[]> statements(long block, int width) throws FaultException {
    byte[] bytes = content.read(BundlePaths.entries(block, width));
    List<byte[]> statements = new ArrayList<>();
    int offset = 0;
    while (statements.size() < width && offset + 2 <= bytes.length) {
      int length = ((bytes[offset] & 0xff) << 8) | (bytes[offset + 1] & 0xff);
      if (offset + 2 + length > bytes.length) {
        return statements;
      }
      statements.add(Arrays.copyOfRange(bytes, offset + 2, offset + 2 + length));
      offset += 2 + length;
    }
    if (statements.size() == width && offset < bytes.length) {
      statements.add(new byte[0]);
    }
    return statements;
  }

  private static FaultException wrongRoot(Hash found, Checkpoint checkpoint) {
    return FaultException.in(
        BundlePaths.CHECKPOINT,
        "the entries give the root " + found,
        "the signed root " + checkpoint.root());
  }

  private void requireDigest(String path, String expected) throws FaultException {
    String found = content.digest(path);
    if (!found.equals(expected)) {
      throw FaultException.in(path, "SHA-256 " + found, expected + ", as the evidence makes it");
    }
  }
}
