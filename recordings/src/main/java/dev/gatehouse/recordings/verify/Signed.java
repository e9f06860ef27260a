package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.bundle.BundleForm;
import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.bundle.BundlePolicy;
import dev.gatehouse.recordings.bundle.ClosingFiles;
import dev.gatehouse.recordings.bundle.CosignedBy;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Who signed a bundle, and what: every line of its checkpoint verified, every word of its policy
 * used. Immutable.
 *
 * <p>Units and ranges: {@code logKeys} are those of the log now, Ed25519 first; {@code signatures}
 * are theirs and then those of witnesses.
 */
record Signed(
    BundleForm form,
    Checkpoint checkpoint,
    String note,
    CheckpointPolicy policy,
    List<VerifierKey> logKeys,
    List<VerifiedSignature> signatures) {
  Signed {
    logKeys = List.copyOf(logKeys);
    signatures = List.copyOf(signatures);
  }

  static Signed read(BundleContent content) throws FaultException {
    BundleForm form =
        BundleForm.ofReadme(new String(content.read(BundlePaths.README), UTF_8))
            .orElseThrow(
                () -> FaultException.in(BundlePaths.README, "another title", "form 1 or 2"));
    CheckpointPolicy policy = policy(content.read(BundlePaths.POLICY));
    List<VerifierKey> logKeys = policy.logs().stream().map(CheckpointPolicy.Log::key).toList();
    byte[] note = content.read(BundlePaths.CHECKPOINT);
    try {
      SignedNote signed = SignedNote.parse(note);
      Checkpoint checkpoint = Checkpoint.parse(signed.text());
      if (!Arrays.equals(signed.bytes(), note)) {
        throw new MalformedNoteException("a note that is not in its one spelling");
      }
      List<VerifiedSignature> signatures = signed.verify(keys(policy));
      requireKnown(signed.signatures(), signatures);
      requireLog(checkpoint, logKeys, signed.signatures());
      Signed read =
          new Signed(form, checkpoint, new String(note, UTF_8), policy, logKeys, signatures);
      read.requireForm();
      return read;
    } catch (MalformedNoteException e) {
      throw FaultException.in(
          BundlePaths.CHECKPOINT, "" + e.getMessage(), "a checkpoint signed by " + logKeys);
    }
  }

  private static CheckpointPolicy policy(byte[] bytes) throws FaultException {
    try {
      CheckpointPolicy policy = CheckpointPolicy.parse(bytes);
      if (!Arrays.equals(policy.bytes(), bytes) || policy.logs().isEmpty()) {
        throw FaultException.in(BundlePaths.POLICY, "another spelling", "a policy with its log");
      }
      return policy;
    } catch (MalformedNoteException e) {
      throw FaultException.in(BundlePaths.POLICY, "" + e.getMessage(), "a policy");
    }
  }

  private static List<VerifierKey> keys(CheckpointPolicy policy) {
    List<VerifierKey> keys = new ArrayList<>();
    policy.logs().forEach(log -> keys.add(log.key()));
    policy.witnesses().forEach(witness -> keys.add(witness.key()));
    return keys;
  }

  /** No byte of the file is left unchecked: each line is by another of the policy's keys. */
  private static void requireKnown(List<SignatureLine> lines, List<VerifiedSignature> verified)
      throws MalformedNoteException {
    long keys = verified.stream().map(VerifiedSignature::key).distinct().count();
    if (verified.size() != lines.size() || keys != lines.size()) {
      throw new MalformedNoteException("a signature by a key that policy.txt does not name");
    }
  }

  /** The log's own lines come first, all of them, each in its place. */
  private static void requireLog(
      Checkpoint checkpoint, List<VerifierKey> logKeys, List<SignatureLine> lines)
      throws MalformedNoteException {
    for (int i = 0; i < logKeys.size(); i++) {
      if (i >= lines.size() || !lines.get(i).claims(logKeys.get(i))) {
        throw new MalformedNoteException("line " + i + " is not by " + logKeys.get(i));
      }
      if (!checkpoint.origin().equals(logKeys.get(i).name())) {
        throw new MalformedNoteException("origin `" + checkpoint.origin() + "` of another log");
      }
    }
  }

  private void requireForm() throws FaultException {
    boolean oneKey = signatures.size() == 1 && policy.witnesses().isEmpty();
    if (form == BundleForm.ONE && !oneKey) {
      throw FaultException.in(BundlePaths.POLICY, "more keys", "one key of the log, in form 1");
    }
    List<VerifierKey> cosigners = cosigners();
    List<VerifierKey> others =
        policy.witnesses().stream()
            .map(CheckpointPolicy.Witness::key)
            .filter(key -> !cosigners.contains(key))
            .sorted(Comparator.comparing(VerifierKey::text))
            .toList();
    CheckpointPolicy expected = BundlePolicy.of(logKeys, cosigners, others);
    if (!policy.equals(expected)) {
      throw FaultException.in(
          BundlePaths.POLICY, "another policy than its keys make", expected.text());
    }
  }

  /** The witnesses that cosigned the checkpoint, in the order of their lines. */
  List<VerifierKey> cosigners() {
    return signatures.stream()
        .map(VerifiedSignature::key)
        .filter(key -> !logKeys.contains(key))
        .toList();
  }

  /** The keys of witnesses, whether they cosigned the checkpoint or an anchor. */
  List<VerifierKey> witnessKeys() {
    return policy.witnesses().stream().map(CheckpointPolicy.Witness::key).toList();
  }

  /** Checks that each witness of the policy cosigned something. */
  void requireUsed(CosignedBy anchors) throws FaultException {
    List<VerifierKey> cosigners = cosigners();
    for (VerifierKey key : witnessKeys()) {
      if (!cosigners.contains(key) && !anchors.by(key)) {
        throw FaultException.in(
            BundlePaths.POLICY, "the witness " + key, "witnesses that cosigned something");
      }
    }
  }

  /** The files that follow from this. */
  ClosingFiles closingFiles() {
    return new ClosingFiles(form, checkpoint, note, policy.text(), logKeys.getFirst().text());
  }
}
