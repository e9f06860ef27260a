package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundleForm;
import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.ClosingFiles;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.verify.Vouchers.SignedRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Checks a bundle: signatures, tree, entries, payloads, and then that every file is what the
 * evidence makes it. Confined to one thread, but blocks are checked on others; used once.
 *
 * <p>Guarantee: no byte of any file stays unread, and each is either covered by the signature or
 * made again from what is. Where entries are bad, it is the first of them that is named.
 */
final class BundleCheck {
  private final BundleContent content;
  private final Optional<VerifierKey> trusted;
  private final Depth depth;
  private final ReceiptCheck receipt;

  BundleCheck(
      BundleContent content, Optional<VerifierKey> trusted, Depth depth, ReceiptCheck receipt) {
    this.content = content;
    this.trusted = trusted;
    this.depth = depth;
    this.receipt = receipt;
  }

  Verification run() throws FaultException {
    // 1. Who signed what: everything below is measured against this checkpoint.
    Signed signed = Signed.read(content);
    Checkpoint checkpoint = signed.checkpoint();
    // An older key may lead to this one, but only by entries that have yet to be read.
    boolean keysChanged = content.paths().stream().anyMatch(path -> path.startsWith("keys/"));
    if (signed.form() == BundleForm.ONE || depth == Depth.ENTRIES || !keysChanged) {
      new KeyEpochs(trusted).requireLeadTo(signed.logKeys(), BundlePaths.POLICY);
    }

    receipt.requireFrom(checkpoint.origin(), checkpoint.size());

    // 2. Whether the leaf hashes are those that were signed. If they are, they tell which entry is
    // bad.
    boolean hashesAreSigned = LeafHashes.root(content, checkpoint.size()).equals(checkpoint.root());
    ErasedParts erased = new ErasedParts(new BundleErasures(content, checkpoint.size()));
    Evidence evidence =
        new Evidence(content, signed.form(), checkpoint.size(), hashesAreSigned, erased, depth);

    // 3. Each entry, and what it commits to; what is made from them is compared on the way.
    MadeFiles made = new MadeFiles(content);
    Anchors anchors = new Anchors(checkpoint.origin(), signed.witnessKeys());
    KeyEpochs epochs = new KeyEpochs(trusted);
    BlocksInOrder blocks = new BlocksInOrder(evidence, made, anchors, epochs, receipt);
    InOrder.<Turn>run(
        evidence.blocks(),
        () -> {
          BlockTools tools = new BlockTools();
          return block -> Turn.of(evidence, tools, block);
        },
        blocks::take);
    requireRoot(blocks, checkpoint);

    // 4. The other files made from the evidence are the files that are there, byte for byte.
    if (depth == Depth.EVERYTHING) {
      epochs.requireLeadTo(signed.logKeys(), BundlePaths.POLICY);
      signed.requireUsed(blocks.copies().cosigned());
      requireMade(made, signed);
      anchors.requireRoots(content, checkpoint.size());
    }
    anchors.count(checkpoint, signed.signatures());
    return verified(signed, blocks, anchors, epochs);
  }

  private Verification verified(
      Signed signed, BlocksInOrder blocks, Anchors anchors, KeyEpochs epochs) {
    Checkpoint checkpoint = signed.checkpoint();
    List<String> warnings = new ArrayList<>(Warnings.of(trusted, blocks.rules()));
    if (depth == Depth.ENTRIES) {
      warnings.add("payloads and the files made from them were not checked, as was asked");
    }
    Vouchers vouchers =
        new Vouchers(ranges(signed, epochs), anchors.witnesses(), anchors.timestamps());
    warnings.addAll(Warnings.ofVouchers(vouchers));
    return new Verification.Verified(
        checkpoint.origin(),
        checkpoint.size(),
        checkpoint.root().base64(),
        blocks.tally().contents(blocks.rules().openExchanges()),
        vouchers,
        warnings);
  }

  private static List<SignedRange> ranges(Signed signed, KeyEpochs epochs) {
    List<SignedRange> ranges = new ArrayList<>();
    long from = 0;
    for (KeyEpochs.Epoch epoch : epochs.past()) {
      String key = epoch.keys().isEmpty() ? "not known here" : epoch.keys().getFirst().text();
      ranges.add(new SignedRange(key, from, epoch.untilSize()));
      from = epoch.untilSize();
    }
    String key = signed.logKeys().getFirst().text();
    ranges.add(new SignedRange(key, from, signed.checkpoint().size()));
    return ranges;
  }

  private static void requireRoot(BlocksInOrder blocks, Checkpoint checkpoint)
      throws FaultException {
    try {
      Hash root = blocks.finish();
      if (!root.equals(checkpoint.root())) {
        throw blocks
            .unsigned()
            .orElseGet(
                () ->
                    FaultException.in(
                        BundlePaths.CHECKPOINT,
                        "the entries give the root " + root,
                        "the signed root " + checkpoint.root()));
      }
    } catch (IOException e) {
      throw BundleContent.unreadable(BundlePaths.TRANSCRIPT, e);
    }
  }

  private static void requireMade(MadeFiles made, Signed signed) throws FaultException {
    try {
      signed.closingFiles().write(made);
      if (made.fault().isPresent()) {
        throw made.fault().get();
      }
      // The sums come last: where another file is to blame, it is the one to name.
      ClosingFiles.writeSums(made, new TreeMap<>(made.digests()));
      if (made.fault().isPresent()) {
        throw made.fault().get();
      }
      made.requireNoOthers();
    } catch (IOException e) {
      throw BundleContent.unreadable(BundlePaths.SUMS, e);
    }
  }
}
