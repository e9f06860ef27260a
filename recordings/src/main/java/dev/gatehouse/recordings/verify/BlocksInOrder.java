package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.CopiedParts;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.CompactRange;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges blocks one after the other: what holds from entry to entry, the tree above them, and the
 * files that all of them make together. Confined to one thread.
 */
final class BlocksInOrder {
  private final Evidence evidence;
  private final MadeFiles made;
  private final Anchors anchors;
  private final KeyEpochs epochs;
  private final ReceiptCheck receipt;
  private final OutputStream transcript;
  private final CopiedParts copies;
  private final EntryRules rules = new EntryRules();
  private final PresentParts present = new PresentParts();
  private final Tally tally = new Tally();
  private final BlockTools tools = new BlockTools();

  /** The tree above the full blocks: their roots are its leaves. */
  private final TileEdge upper = TileEdge.empty();

  private Optional<Hash> partialRoot = Optional.empty();
  private Optional<FaultException> unsigned = Optional.empty();

  BlocksInOrder(
      Evidence evidence, MadeFiles made, Anchors anchors, KeyEpochs epochs, ReceiptCheck receipt) {
    this.evidence = evidence;
    this.anchors = anchors;
    this.epochs = epochs;
    this.receipt = receipt;
    this.made = made;
    this.transcript =
        evidence.depth() == Depth.EVERYTHING
            ? made.create(BundlePaths.TRANSCRIPT)
            : OutputStream.nullOutputStream();
    this.copies = new CopiedParts(evidence.form(), made);
  }

  /** Judges the next block; whatever is wrong with its entries is thrown. */
  void take(Turn turn) throws FaultException {
    try {
      switch (turn) {
        case Turn.Checked(BlockCheck block, var lines, BlockTools theirs) -> {
          lines.writeTo(transcript);
          theirs.giveBack(lines);
          judge(block);
        }
        case Turn.Large(long block) ->
            judge(new BlockCheck(evidence, tools, block).run(transcript));
      }
    } catch (IOException e) {
      throw new IllegalStateException("comparing files throws nothing", e);
    }
  }

  private void judge(BlockCheck block) throws FaultException, IOException {
    for (int i = 0; i < block.leaves().size(); i++) {
      rules.check(block.firstIndex() + i, block.leaves().get(i));
      tally.add(block.leaves().get(i));
      checkParts(block, i);
    }
    if (block.fault().isPresent()) {
      throw block.fault().get();
    }
    unsigned = unsigned.or(block::unsigned);
    tally.addParts(block.payloads(), block.erased());
    block.digests().forEach(made::read);
    if (block.unsigned().isPresent()) {
      String tile = BundlePaths.tile(0, block.firstIndex() / Tile.WIDTH, block.width());
      made.wrong(tile, block.unsigned().get().movedTo(tile));
    }
    for (BlockCheck.Copied copied : block.copied()) {
      copies.add(copied.index(), copied.leaf(), copied.disclosure());
    }
    if (block.width() == Tile.WIDTH) {
      writeUpper(upper.append(block.root().orElseThrow()));
    } else {
      partialRoot = block.root();
    }
  }

  private void checkParts(BlockCheck block, int i) throws FaultException {
    long index = block.firstIndex() + i;
    if (receipt.concerns(index)) {
      receipt.check(index, block.hash(i));
    }
    if (block.present().get(i)) {
      present.add(index);
    }
    SortedMap<String, byte[]> parts = new TreeMap<>();
    for (BlockCheck.Copied copied : block.copied()) {
      if (copied.index() == index) {
        parts.put(copied.disclosure().part(), copied.disclosure().content());
      }
    }
    if (!parts.isEmpty()) {
      checkStatement(index, block.leaves().get(i), parts);
    }
  }

  private void checkStatement(long index, Leaf leaf, SortedMap<String, byte[]> parts)
      throws FaultException {
    byte[] msg = parts.getOrDefault("msg", new byte[0]);
    switch (leaf.type() + " " + leaf.word("method").orElse("")) {
      case "erasure subject", "erasure retention" ->
          present.check(index, parts.getOrDefault("ctx", new byte[0]));
      case "anchor witness", "anchor timestamp" -> anchors.take(index, leaf, parts);
      case "key next" -> epochs.next(index, msg);
      case "key rotated" -> anchors.quote(index, epochs.rotated(index, msg));
      default -> {}
    }
  }

  private void writeUpper(List<Tile> tiles) throws IOException {
    if (evidence.depth() == Depth.ENTRIES) {
      return;
    }
    for (Tile tile : tiles) {
      String path = BundlePaths.tile(tile.level() + 1, tile.index(), tile.hashes().size());
      try (OutputStream file = made.create(path)) {
        file.write(tile.toArray());
      }
    }
  }

  /** The root of all entries, all blocks having been taken; and their files are complete. */
  Hash finish() throws IOException {
    writeUpper(upper.partialTiles());
    transcript.close();
    // INVARIANT: the tree of all leaves splits only between blocks, until it is within one.
    CompactRange range = upper.range();
    partialRoot.ifPresent(range::append);
    return range.root();
  }

  /** The first entry that is not the one hashed, where the hashes were not signed. */
  Optional<FaultException> unsigned() {
    return unsigned;
  }

  CopiedParts copies() {
    return copies;
  }

  EntryRules rules() {
    return rules;
  }

  Tally tally() {
    return tally;
  }
}
