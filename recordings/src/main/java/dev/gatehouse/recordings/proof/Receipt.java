package dev.gatehouse.recordings.proof;

import static java.lang.Character.SURROGATE;

import dev.gatehouse.recordings.leaf.JsonStrings;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.InclusionProof;
import dev.gatehouse.recordings.merkle.TreeHashes;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a client was told with its reply: that the entry with {@code leafHash} stands at {@code
 * index} of the log {@code origin}.
 *
 * <p>Shape: {@code {"origin":"gatehouse.local","index":8,"leaf":"<base64>"}}, the member {@value
 * #KEY} of a result's {@code _meta}. Guarantee: a receipt is not signed; it is worth something once
 * a signed tree is held against it.
 */
public record Receipt(String origin, long index, Hash leafHash) {
  /** The name under which a reply carries it. */
  public static final String KEY = "dev.gatehouse/receipt";

  /** More than any reply that the gateway lets through. */
  private static final int BYTES_MAX = 64 * 1024 * 1024;

  private static final Set<String> MEMBERS = Set.of("index", "leaf", "origin");

  public Receipt {
    if (!isName(origin) || index < 0) {
      throw new IllegalArgumentException("receipt of `" + origin + "` at index " + index);
    }
  }

  /**
   * Reads a receipt, or finds it in the {@code _meta}, the result or the whole reply that carries
   * it. White space, the order of members and escapes are as JSON allows.
   *
   * <p>Errors: {@link ProofException} where there is none at one of these places; what a tool put
   * elsewhere is never taken for one.
   */
  public static Receipt parse(byte[] json) throws ProofException {
    String text = StrictText.utf8(json, BYTES_MAX, "the receipt");
    SortedMap<String, String> members = JsonMembers.of(text);
    if (members.containsKey("jsonrpc")) {
      members = inside(members, "result");
      members = inside(members, "_meta");
      members = inside(members, KEY);
    } else if (members.containsKey("_meta")) {
      members = inside(members, "_meta");
      members = inside(members, KEY);
    } else if (members.containsKey(KEY)) {
      members = inside(members, KEY);
    }
    if (!members.keySet().equals(MEMBERS)) {
      throw new ProofException(
          "expected `origin`, `index` and `leaf` alone, or these as `" + KEY + "` in a `_meta`");
    }
    return ofMembers(members);
  }

  /**
   * Reads all of {@code input}, as {@link #parse} does.
   *
   * <p>Errors: {@link ProofException} also where it is longer than any reply.
   */
  public static Receipt read(InputStream input) throws IOException, ProofException {
    return parse(input.readNBytes(BYTES_MAX + 1));
  }

  private static Receipt ofMembers(SortedMap<String, String> members) throws ProofException {
    String origin = JsonMembers.string(member(members, "origin"), "`origin`");
    String leaf = JsonMembers.string(member(members, "leaf"), "`leaf`");
    if (!isName(origin)) {
      throw new ProofException("`origin` expected the name of a log");
    }
    return new Receipt(
        origin,
        StrictText.number(member(members, "index"), "`index`"),
        StrictText.hash(leaf, "`leaf`"));
  }

  private static SortedMap<String, String> inside(SortedMap<String, String> members, String name)
      throws ProofException {
    Optional<String> value = Optional.ofNullable(members.get(name));
    if (value.isEmpty()) {
      throw new ProofException("no `" + name + "` where a reply has its receipt");
    }
    return JsonMembers.of(value.get());
  }

  private static String member(SortedMap<String, String> members, String name) {
    return Optional.ofNullable(members.get(name)).orElseThrow();
  }

  private static boolean isName(String origin) {
    return !origin.isEmpty()
        && origin.codePoints().noneMatch(c -> c < 0x20 || Character.getType(c) == SURROGATE);
  }

  /** The receipt as the gateway writes it. */
  public String text() {
    return "{\"origin\":%s,\"index\":%d,\"leaf\":\"%s\"}"
        .formatted(JsonStrings.quote(origin), index, leafHash.base64());
  }

  /**
   * Verifies that the entry is in the log, by a proof file; returns who signed what.
   *
   * <p>Errors: {@link ProofException} where the proof is of another entry or log, or fails.
   */
  public CheckpointPolicy.Accepted verify(TlogProof proof, CheckpointPolicy policy)
      throws ProofException {
    if (proof.index() != index) {
      throw new ProofException(
          "the proof is for index " + proof.index() + ", the receipt for index " + index);
    }
    CheckpointPolicy.Accepted accepted = proof.verify(leafHash, policy);
    requireOrigin(accepted.checkpoint());
    return accepted;
  }

  /**
   * Verifies that the entry is in the tree of {@code signed}, which the caller has verified, by the
   * hashes of that tree. They need no trust: what they lead to must be the signed root.
   *
   * <p>Errors: {@link ProofException} where it is not; {@code X} where the hashes cannot be read.
   */
  public <X extends Exception> void verify(Checkpoint signed, TreeHashes<X> tree)
      throws ProofException, X {
    requireOrigin(signed);
    if (index >= signed.size()) {
      throw new ProofException(
          "index " + index + " expected to be below the signed size " + signed.size());
    }
    Hash found = tree.subtree(0, index);
    InclusionProof proof = InclusionProof.of(tree, index, signed.size());
    if (!proof.verifies(found, signed.root())) {
      throw new ProofException(
          "the hashes of the tree do not lead to the signed root " + signed.root());
    }
    if (!found.equals(leafHash)) {
      throw new ProofException(
          "index " + index + " has leaf " + found + ", the receipt says " + leafHash);
    }
  }

  private void requireOrigin(Checkpoint signed) throws ProofException {
    if (!signed.origin().equals(origin)) {
      throw new ProofException(
          "the checkpoint is of `" + signed.origin() + "`, the receipt of `" + origin + "`");
    }
  }
}
