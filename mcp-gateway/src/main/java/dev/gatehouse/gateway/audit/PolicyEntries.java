package dev.gatehouse.gateway.audit;

import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import java.util.List;

/**
 * Writes into the log by which policies it was decided, and which were turned down.
 *
 * <p>Errors: {@link RecordingException} where the entry may not be durable; the caller must then
 * not decide by what it would have recorded. Thread-safe.
 */
public final class PolicyEntries {
  /** Of problems with one set of files; who mends them is shown all of them. */
  private static final int PROBLEMS_MAX = 50;

  private final EntryLog log;

  /** Writing into this log. */
  public PolicyEntries(EntryLog log) {
    this.log = log;
  }

  /** Records the policies that will decide from now on: each file, then the set as a whole. */
  public void loaded(PolicySet policies) throws RecordingException {
    texts(policies);
    log.append(set(policies).build());
  }

  /**
   * The same where other policies decided until now.
   *
   * @param before their digest
   */
  public void replaced(String before, PolicySet policies) throws RecordingException {
    texts(policies);
    log.append(set(policies).part(PartName.CTX, Statements.replacing(before)).build());
  }

  /**
   * Records that files were turned down.
   *
   * @param inForce the digest of the set that still decides
   */
  public void rejected(String inForce, List<Problem> problems) throws RecordingException {
    List<Problem> first = problems.subList(0, Math.min(problems.size(), PROBLEMS_MAX));
    log.append(
        Entry.builder(EntryKind.ADMIN)
            .method("policy.rejected")
            .policyDigest(inForce)
            .part(PartName.CTX, Statements.rejected(first, problems.size()))
            .build());
  }

  private void texts(PolicySet policies) throws RecordingException {
    for (PolicyText text : policies.texts()) {
      log.append(loaded(text.digest(), text.text()).build());
    }
  }

  private static Entry.Builder set(PolicySet policies) {
    return loaded(policies.digest(), policies.listing());
  }

  private static Entry.Builder loaded(String digest, String text) {
    return Entry.builder(EntryKind.ADMIN)
        .method("policy.loaded")
        .policyDigest(digest)
        .part(PartName.POL, Bytes.utf8(text));
  }
}
