package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.bundle.BundleFiles;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes bundles entry by entry, with whatever a log could hold and some that none should. */
final class BundleMaker {
  static final Instant START = Instant.parse("2026-11-23T01:00:00Z");
  static final String ORIGIN = "made.example";

  private final MemoryBundle bundle = new MemoryBundle();
  private final BundleFiles files;
  private final Map<String, String> words = new TreeMap<>();
  private final List<Disclosure> parts = new ArrayList<>();
  private final List<VerifierKey> witnessKeys = new ArrayList<>();
  private String boot = "B1";
  private boolean erased;

  BundleMaker() {
    try {
      files = new BundleFiles(bundle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SigningKey key() {
    try {
      return SigningKey.generate(ORIGIN);
    } catch (MalformedNoteException e) {
      throw new AssertionError(e);
    }
  }

  BundleMaker boot(String session) {
    boot = session;
    return this;
  }

  /** What the next entry says in clear. */
  BundleMaker word(String key, String word) {
    words.put(key, word);
    return this;
  }

  /** A part of the next entry. */
  BundleMaker part(String name, byte[] content) {
    byte[] salt = new byte[Disclosure.SALT_BYTES];
    salt[0] = (byte) files.size();
    parts.add(new Disclosure(name, salt, content));
    parts.sort(Comparator.comparing(Disclosure::part));
    return this;
  }

  BundleMaker part(String name, String content) {
    return part(name, content.getBytes(UTF_8));
  }

  /** The parts of the next entry are left out. */
  BundleMaker erased() {
    erased = true;
    return this;
  }

  /** The entry itself; returns its index. */
  long add(String type) {
    long index = files.size();
    Map<String, String> commitments = new TreeMap<>();
    Map<String, Long> lengths = new TreeMap<>();
    for (Disclosure part : parts) {
      commitments.put(part.part(), part.commitment());
      if (Leaf.MEASURED_PARTS.contains(part.part())) {
        lengths.put(part.part(), (long) part.content().length);
      }
    }
    Leaf leaf = new Leaf(type, boot, START.plusMillis(index), words, commitments, lengths);
    try {
      files.add(
          new String(leaf.toArray(), US_ASCII), leaf, erased ? List.of() : List.copyOf(parts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    words.clear();
    parts.clear();
    erased = false;
    return index;
  }

  /** A request and its response. */
  BundleMaker exchange(String id, String message) {
    word("ex", id).word("dir", "c2s").word("method", "tools/call").part("msg", message);
    add("request");
    word("ex", id).word("dir", "s2c");
    add("response");
    return this;
  }

  Hash root() {
    return files.root();
  }

  Checkpoint checkpoint() {
    return new Checkpoint(ORIGIN, files.size(), files.root());
  }

  MemoryBundle sign(SigningKey key) {
    return finish(key.sign(checkpoint().text()), List.of(key.verifierKey()));
  }

  BundleMaker witness(VerifierKey key) {
    witnessKeys.add(key);
    return this;
  }

  MemoryBundle finish(byte[] note, List<VerifierKey> logKeys) {
    try {
      files.finish(checkpoint(), note, logKeys, witnessKeys);
      return bundle;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Verification verify(BundleContent bundle, Optional<VerifierKey> trusted) {
    try {
      return new BundleCheck(bundle, trusted, Depth.EVERYTHING, new ReceiptCheck(Optional.empty()))
          .run();
    } catch (FaultException e) {
      return e.failed();
    }
  }
}
