package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileHashes;
import dev.gatehouse.recordings.merkle.TreeHashes;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.timestamp.TimestampException;
import dev.gatehouse.recordings.timestamp.TimestampToken;
import dev.gatehouse.recordings.verify.Vouchers.Stamped;
import dev.gatehouse.recordings.verify.Vouchers.Witnessed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What others vouched for while the log grew: checkpoints that witnesses cosigned, and timestamps.
 * Confined to one thread.
 *
 * <p>Guarantee: it holds a hash for each anchor.
 */
final class Anchors {
  private static final Pattern KEYS = Pattern.compile("\"keys\":\\[([^\\]]*)\\]");

  private final String origin;
  private final List<VerifierKey> witnessKeys;
  private final List<Quoted> quoted = new ArrayList<>();
  private final SortedMap<String, Witnessed> witnesses = new TreeMap<>();
  private final List<Stamped> timestamps = new ArrayList<>();

  Anchors(String origin, List<VerifierKey> witnessKeys) {
    this.origin = origin;
    this.witnessKeys = List.copyOf(witnessKeys);
  }

  /** The tree of {@code size} entries, as entry {@code index} says it was. */
  private record Quoted(long index, long size, Hash root) {}

  /** Takes the parts, by their names, of the anchor that entry {@code index} is. */
  void take(long index, Leaf leaf, Map<String, byte[]> parts) throws FaultException {
    Optional<byte[]> msg = Optional.ofNullable(parts.get("msg"));
    Optional<byte[]> tx = Optional.ofNullable(parts.get("tx"));
    String method = leaf.word("method").orElse("");
    if (method.equals("witness") && msg.isPresent()) {
      witnessed(index, msg.get(), keys(index, Optional.ofNullable(parts.get("ctx"))));
    } else if (method.equals("timestamp") && msg.isPresent() && tx.isPresent()) {
      stamped(index, msg.get(), tx.get());
    }
  }

  /** Takes a checkpoint of the log that entry {@code index} quotes. */
  void quote(long index, Checkpoint checkpoint) throws FaultException {
    if (!checkpoint.origin().equals(origin) || checkpoint.size() > index) {
      throw FaultException.at(
          index,
          "a checkpoint of `" + checkpoint.origin() + "` at size " + checkpoint.size(),
          "one of `" + origin + "` over entries before it");
    }
    quoted.add(new Quoted(index, checkpoint.size(), checkpoint.root()));
  }

  private void witnessed(long index, byte[] note, Set<VerifierKey> keys) throws FaultException {
    try {
      SignedNote signed = SignedNote.parse(note);
      Checkpoint checkpoint = Checkpoint.parse(signed.text());
      quote(index, checkpoint);
      count(checkpoint, signed.verify(keys), keys);
    } catch (MalformedNoteException e) {
      throw FaultException.at(index, "" + e.getMessage(), "a cosigned checkpoint");
    }
  }

  /**
   * The keys of the witness, as the log names them in {@code "keys":["…"]}, beside those that the
   * policy names: whether to trust them is for the reader to say, who is shown them.
   */
  private Set<VerifierKey> keys(long index, Optional<byte[]> context) throws FaultException {
    Set<VerifierKey> keys = new LinkedHashSet<>(witnessKeys);
    Matcher list = KEYS.matcher(context.map(bytes -> new String(bytes, UTF_8)).orElse(""));
    if (list.find()) {
      for (String quotedKey : list.group(1).split(",")) {
        try {
          keys.add(VerifierKey.parse(quotedKey.replace("\"", "")));
        } catch (MalformedNoteException e) {
          throw FaultException.at(index, "" + e.getMessage(), "the keys of a witness");
        }
      }
    }
    return keys;
  }

  /** Counts the signatures of witnesses among {@code signatures} of {@code checkpoint}. */
  void count(Checkpoint checkpoint, List<VerifiedSignature> signatures) {
    count(checkpoint, signatures, Set.copyOf(witnessKeys));
  }

  private void count(
      Checkpoint checkpoint, List<VerifiedSignature> signatures, Set<VerifierKey> keys) {
    for (VerifiedSignature signature : signatures) {
      if (keys.contains(signature.key()) && signature.time().isPresent()) {
        String name = "%s+%08x".formatted(signature.key().name(), signature.key().id());
        Witnessed seen = new Witnessed(name, signature.time().get(), checkpoint.size(), 1);
        witnesses.merge(
            signature.key().text(),
            seen,
            (before, now) -> new Witnessed(now.name(), now.time(), now.size(), before.count() + 1));
      }
    }
  }

  private void stamped(long index, byte[] token, byte[] note) throws FaultException {
    try {
      Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
      quote(index, checkpoint);
      TimestampToken verified = TimestampToken.verify(token, note);
      timestamps.add(
          new Stamped(
              verified.authority(),
              verified.certificateSha256(),
              verified.genTime(),
              checkpoint.size(),
              index));
    } catch (MalformedNoteException e) {
      throw FaultException.at(index, "" + e.getMessage(), "the checkpoint that was stamped");
    } catch (TimestampException e) {
      throw FaultException.at(index, "" + e.getMessage(), "a timestamp of its checkpoint");
    }
  }

  /** Checks each quoted root against the tree of {@code size} entries, whose tiles are right. */
  void requireRoots(BundleContent content, long size) throws FaultException {
    requireRoots(size, (level, index, width) -> tile(content, size, level, index));
  }

  /** The same where {@code tiles} are found elsewhere. */
  void requireRoots(long size, TileHashes.Source<FaultException> tiles) throws FaultException {
    TreeHashes<FaultException> tree = new TileHashes<>(size, tiles);
    for (Quoted quote : quoted) {
      Hash root = tree.root(quote.size());
      if (!root.equals(quote.root())) {
        throw FaultException.at(
            quote.index(),
            "the root " + quote.root() + " at size " + quote.size(),
            "the root of the log then, " + root);
      }
    }
  }

  private static Tile tile(BundleContent content, long size, int level, long index)
      throws FaultException {
    long hashes = size >>> (8 * level);
    int width = (int) Math.min(Tile.WIDTH, hashes - index * Tile.WIDTH);
    return Tile.of(level, index, content.read(BundlePaths.tile(level, index, width)));
  }

  List<Witnessed> witnesses() {
    return List.copyOf(witnesses.values());
  }

  List<Stamped> timestamps() {
    return timestamps;
  }
}
