package dev.gatehouse.recordings.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TreeHashing;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * Makes the files of a bundle, entry by entry, from what is evidence. Confined to one thread.
 *
 * <p>Shape: {@code checkpoint}, {@code tile/<level>/…}, {@code tile/entries/…}, {@code payload/…},
 * {@code policies/<digest>.yaml}, {@code policy.txt}, {@code transcript.jsonl}, {@code README.txt},
 * {@code SHA256SUMS}. Guarantee: it holds at most the leaves of one tile, and one entry's
 * disclosures.
 */
public final class BundleFiles implements AutoCloseable {
  private static final BundleForm FORM = BundleForm.TWO;

  private final DigestingSink sink;
  private final TileEdge edge = TileEdge.empty();
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final CopiedParts copies;
  private final OutputStream transcript;
  private OutputStream payload = OutputStream.nullOutputStream();
  private boolean payloadOpen;

  public BundleFiles(FileSink sink) throws IOException {
    this.sink = new DigestingSink(sink);
    this.copies = new CopiedParts(FORM, this.sink);
    this.transcript = this.sink.create(BundlePaths.TRANSCRIPT);
  }

  /** Adds the next entry; {@code disclosures} are all of its parts, in the order of their names. */
  public void add(String statement, Leaf leaf, List<Disclosure> disclosures) throws IOException {
    long index = edge.size();
    byte[] bytes = statement.getBytes(US_ASCII);
    Hash hash = TreeHashing.leaf(bytes);
    if (bytes.length > 0xffff) {
      throw new IOException("entry " + index + " is longer than an entry bundle can hold");
    }
    entries.write(bytes.length >>> 8);
    entries.write(bytes.length);
    entries.writeBytes(bytes);
    for (Disclosure disclosure : disclosures) {
      DisclosureLine.write(index, disclosure, payload(index / Tile.WIDTH));
      copies.add(index, leaf, disclosure);
    }
    byte[] shownHash = hash.base64().getBytes(US_ASCII);
    TranscriptLine.write(index, shownHash, bytes, disclosures, transcript);
    for (Tile tile : edge.append(hash)) {
      if (tile.level() == 0) {
        endBlock(tile.index(), Tile.WIDTH);
      }
      write(tile);
    }
  }

  private OutputStream payload(long block) throws IOException {
    if (!payloadOpen) {
      payload = sink.create(BundlePaths.payload(block));
      payloadOpen = true;
    }
    return payload;
  }

  private void endBlock(long block, int width) throws IOException {
    write(BundlePaths.entries(block, width), entries.toByteArray());
    entries.reset();
    payload.close();
    payloadOpen = false;
  }

  private void write(Tile tile) throws IOException {
    write(BundlePaths.tile(tile.level(), tile.index(), tile.hashes().size()), tile.toArray());
  }

  private void write(String path, byte[] content) throws IOException {
    try (OutputStream file = sink.create(path)) {
      file.write(content);
    }
  }

  /** The root hash of what was added. */
  public Hash root() {
    return edge.root();
  }

  /** How many entries were added. */
  public long size() {
    return edge.size();
  }

  /** As {@link #finish(Checkpoint, byte[], List, List)}, with one key and no witness. */
  public void finish(Checkpoint checkpoint, byte[] note, VerifierKey key) throws IOException {
    finish(checkpoint, note, List.of(key), List.of());
  }

  /**
   * Writes what comes after the last entry; {@code note} is the signed {@code checkpoint}.
   *
   * <p>Units and ranges: {@code logKeys} are all keys by which the log signed it, in the order of
   * their lines; {@code witnessKeys} those of all witnesses that the log knows, of which some may
   * have cosigned it.
   */
  public void finish(
      Checkpoint checkpoint, byte[] note, List<VerifierKey> logKeys, List<VerifierKey> witnessKeys)
      throws IOException {
    for (Tile tile : edge.partialTiles()) {
      if (tile.level() == 0) {
        endBlock(tile.index(), tile.hashes().size());
      }
      write(tile);
    }
    transcript.close();
    List<VerifierKey> known = new ArrayList<>(logKeys);
    known.addAll(witnessKeys);
    byte[] kept = withLinesOf(known, note);
    CosignedBy cosigned = new CosignedBy();
    cosigned.add(kept);
    CheckpointPolicy policy =
        BundlePolicy.of(
            logKeys,
            cosigned.inOrder(witnessKeys),
            witnessKeys.stream()
                .filter(key -> !cosigned.by(key) && copies.cosigned().by(key))
                .sorted(Comparator.comparing(VerifierKey::text))
                .toList());
    String key = logKeys.getFirst().text();
    new ClosingFiles(FORM, checkpoint, new String(kept, UTF_8), policy.text(), key).write(sink);
    ClosingFiles.writeSums(sink, sink.digests());
  }

  /** Lines that nobody could check with what is in the bundle are left out. */
  private static byte[] withLinesOf(List<VerifierKey> keys, byte[] note) throws IOException {
    try {
      SignedNote signed = SignedNote.parse(note);
      List<SignatureLine> lines =
          signed.signatures().stream()
              .filter(line -> keys.stream().anyMatch(line::claims))
              .toList();
      return new SignedNote(signed.text(), lines).bytes();
    } catch (MalformedNoteException e) {
      throw new IOException("a checkpoint that is no note: " + e.getMessage(), e);
    }
  }

  /** The SHA-256 in hex of each file that was finished, by its path. */
  public SortedMap<String, String> digests() {
    return sink.digests();
  }

  /** The number of bytes of all files that were finished. */
  public long bytes() {
    return sink.bytes();
  }

  @Override
  public void close() throws IOException {
    try (transcript) {
      payload.close();
    }
  }
}
