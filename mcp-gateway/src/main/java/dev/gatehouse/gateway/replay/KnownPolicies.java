package dev.gatehouse.gateway.replay;

import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies that a log holds, by their digests. Confined to one thread.
 *
 * <p>Holds the text of each file that was ever in force: as many as people wrote.
 */
final class KnownPolicies {
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Optional<PolicySet>> sets = new HashMap<>();

  /** Takes note of an entry that holds a text of policies, or the list of a set's files. */
  void note(StoredEntry entry) {
    if (entry.kind() == EntryKind.ADMIN
        && entry.method().filter("policy.loaded"::equals).isPresent()) {
      Optional<String> text = entry.part(PartName.POL).map(Bytes::toText);
      entry.policyDigest().ifPresent(digest -> text.ifPresent(it -> texts.put(digest, it)));
    }
  }

  /**
   * The set with this digest; empty where its texts were erased, or cannot be read as they were
   * then.
   */
  Optional<PolicySet> set(String digest) {
    Optional<PolicySet> known = sets.getOrDefault(digest, Optional.empty());
    if (known.isEmpty() && !sets.containsKey(digest)) {
      known = read(digest);
      sets.put(digest, known);
    }
    return known;
  }

  private Optional<PolicySet> read(String digest) {
    List<PolicyText> files = new ArrayList<>();
    for (String line : texts.getOrDefault(digest, "").lines().toList()) {
      String[] words = line.split("  ", 2);
      if (words.length != 2 || !texts.containsKey(words[0])) {
        return Optional.empty();
      }
      files.add(new PolicyText(words[1], texts.get(words[0])));
    }
    return !files.isEmpty() && PolicySet.of(files) instanceof PolicySet.Reading.Accepted accepted
        ? Optional.of(accepted.set()).filter(set -> set.digest().equals(digest))
        : Optional.empty();
  }
}
