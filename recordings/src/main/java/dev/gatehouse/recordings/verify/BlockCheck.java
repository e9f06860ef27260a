package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.CopiedParts;
import dev.gatehouse.recordings.bundle.TranscriptLine;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks one block of up to 256 entries, as far as that can be done without the others, and keeps
 * what was found for whoever sees all of them in order. Confined to one thread at a time; used
 * once.
 *
 * <p>Guarantee: checks the entries in order and stops at the first fault.
 */
final class BlockCheck {
  private final Evidence evidence;
  private final BlockTools tools;
  private final long block;
  private final int width;
  private final byte[] hashes;
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Copied> copied = new ArrayList<>();
  private final Map<String, String> digests = new LinkedHashMap<>();
  private Optional<FaultException> fault = Optional.empty();
  private Optional<FaultException> unsigned = Optional.empty();
  private Optional<Hash> root = Optional.empty();
  private final BitSet present = new BitSet(Tile.WIDTH);
  private long payloads;
  private long erased;

  BlockCheck(Evidence evidence, BlockTools tools, long block) {
    this.evidence = evidence;
    this.tools = tools;
    this.block = block;
    this.width = evidence.width(block);
    this.hashes = new byte[width * Hash.BYTES];
  }

  /** A part that has a file of its own, or by which others are judged. */
  record Copied(long index, Leaf leaf, Disclosure disclosure) {}

  /** Checks the block, and writes its lines of the transcript. */
  BlockCheck run(OutputStream transcript) {
    try {
      check(transcript);
    } catch (FaultException e) {
      fault = Optional.of(e);
    } catch (IOException e) {
      fault = Optional.of(FaultException.in(BundlePaths.TRANSCRIPT, "" + e, "room for a line"));
    }
    return this;
  }

  private void check(OutputStream transcript) throws FaultException, IOException {
    String tilePath = BundlePaths.tile(0, block, width);
    byte[] tile = evidence.content().read(tilePath);
    if (tile.length != hashes.length) {
      throw FaultException.in(tilePath, tile.length + " bytes", width + " hashes of 32 bytes");
    }
    String path = BundlePaths.entries(block, width);
    byte[] entries = evidence.content().read(path);
    boolean all = evidence.depth() == Depth.EVERYTHING;
    String payloadPath = BundlePaths.payload(block);
    try (PayloadLines payload =
        new PayloadLines(evidence.content(), payloadPath, tools.lines(), all)) {
      int offset = 0;
      for (int i = 0; i < width; i++) {
        int end = statementEnd(i, entries, offset);
        checkLeaf(i, entries, offset + 2, end, tile);
        if (all) {
          checkPayload(i, payload, Arrays.copyOfRange(entries, offset + 2, end), transcript);
        }
        offset = end;
      }
      if (offset < entries.length) {
        throw FaultException.in(path, "a byte too many", width + " entries");
      }
      root = Optional.of(tools.hasher().root(hashes, width));
      if (all) {
        payload.requireEnd();
        digests.put(tilePath, tools.hasher().hex(tile));
        digests.put(path, tools.hasher().hex(entries));
        if (payload.used()) {
          digests.put(payloadPath, tools.lines().digest());
        }
      }
    }
  }

  private long index(int i) {
    return block * Tile.WIDTH + i;
  }

  private int statementEnd(int i, byte[] entries, int offset) throws FaultException {
    if (offset + 2 <= entries.length) {
      int end = offset + 2 + ((entries[offset] & 0xff) << 8) + (entries[offset + 1] & 0xff);
      if (end <= entries.length) {
        return end;
      }
    }
    throw FaultException.at(index(i), "cut off or with a wrong length", "a whole entry");
  }

  private void checkLeaf(int i, byte[] entries, int start, int end, byte[] tile)
      throws FaultException {
    int at = i * Hash.BYTES;
    tools.hasher().leaf(entries, start, end, hashes, at);
    if (!Arrays.equals(hashes, at, at + Hash.BYTES, tile, at, at + Hash.BYTES)) {
      FaultException mismatch =
          FaultException.at(
              index(i),
              "leaf hash " + Hash.of(hashes, at, Hash.BYTES),
              "leaf hash " + Hash.of(tile, at, Hash.BYTES));
      if (evidence.hashesAreSigned()) {
        throw mismatch;
      }
      unsigned = unsigned.or(() -> Optional.of(mismatch));
    }
    leaves.add(EntryRules.parse(index(i), entries, start, end));
  }

  private void checkPayload(int i, PayloadLines payload, byte[] statement, OutputStream transcript)
      throws FaultException, IOException {
    Leaf leaf = leaves.getLast();
    List<Disclosure> disclosures = List.of();
    int parts = leaf.parts().size();
    if (parts > 0 && payload.isPast(index(i)) && evidence.erased().names(index(i))) {
      erased += parts;
    } else {
      disclosures = payload.of(index(i), leaf);
      payloads += parts;
      present.set(i, parts > 0);
    }
    for (Disclosure disclosure : disclosures) {
      if (CopiedParts.takes(evidence.form(), leaf, disclosure.part()) || isStatement(leaf)) {
        copied.add(new Copied(index(i), leaf, disclosure));
      }
    }
    byte[] hash = Arrays.copyOfRange(hashes, i * Hash.BYTES, (i + 1) * Hash.BYTES);
    TranscriptLine.write(
        index(i), Base64.getEncoder().encode(hash), statement, disclosures, transcript);
  }

  /** Whether other entries, keys or checkpoints are judged by what this one says. */
  private static boolean isStatement(Leaf leaf) {
    return leaf.type().equals("erasure")
        || leaf.type().equals("anchor")
        || leaf.type().equals("key");
  }

  long firstIndex() {
    return index(0);
  }

  int width() {
    return width;
  }

  /** The leaf hash of one of {@link #leaves}. */
  Hash hash(int i) {
    return Hash.of(hashes, i * Hash.BYTES, Hash.BYTES);
  }

  /** The entries up to the first fault. */
  List<Leaf> leaves() {
    return leaves;
  }

  /** What is wrong with the last of {@link #leaves}, or with what should follow it. */
  Optional<FaultException> fault() {
    return fault;
  }

  /** The first entry that is not the one hashed: a fault only if it was not signed either. */
  Optional<FaultException> unsigned() {
    return unsigned;
  }

  /** The root of the entries, where there was no fault. */
  Optional<Hash> root() {
    return root;
  }

  /** The digests of the files read, which can only be what the evidence makes them. */
  Map<String, String> digests() {
    return digests;
  }

  List<Copied> copied() {
    return copied;
  }

  long payloads() {
    return payloads;
  }

  /** Which of the entries have their parts. */
  BitSet present() {
    return present;
  }

  /** How many parts are missing as they should. */
  long erased() {
    return erased;
  }
}
