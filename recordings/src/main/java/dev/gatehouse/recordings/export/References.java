package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the entries of a selection need beside them to be understood: the policies by which they
 * were decided, the keys of the log, the anchors before and after them, and the erasures that name
 * them. Confined to one thread.
 */
final class References {
  private record Policy(long index, List<String> members) {}

  /** One for each text that was ever loaded, of which there are as many as people wrote. */
  private final Map<String, Policy> policies = new HashMap<>();

  private final BitSet needed = new BitSet();
  private final BitSet keys = new BitSet();
  private final BitSet erasures = new BitSet();
  private final Map<String, BitSet> anchors = new HashMap<>();

  /** Takes note of the next entry. */
  void note(StoredEntry entry) {
    int index = Math.toIntExact(entry.index());
    switch (entry.kind()) {
      case ADMIN -> notePolicy(entry);
      case KEY -> keys.set(index);
      case ERASURE -> erasures.set(index);
      case ANCHOR ->
          anchors.computeIfAbsent(entry.method().orElse(""), method -> new BitSet()).set(index);
      case BOOT,
          CLOCK,
          REQUEST,
          DECISION,
          RESPONSE,
          EVENT,
          OUTCOME_UNKNOWN,
          ACCESS,
          READ,
          APPROVAL,
          SHUTDOWN -> {}
    }
  }

  private void notePolicy(StoredEntry entry) {
    Optional<String> digest = entry.policyDigest();
    if (digest.isEmpty() || !entry.method().equals(Optional.of("policy.loaded"))) {
      return;
    }
    // A set of policies is a text too, which begins each line with the digest of one of them.
    List<String> members = new ArrayList<>();
    entry.part(PartName.POL).map(Bytes::toText).stream()
        .flatMap(String::lines)
        .map(line -> line.split(" ", 2)[0])
        .filter(policies::containsKey)
        .forEach(members::add);
    policies.put(digest.get(), new Policy(entry.index(), members));
  }

  /** Has the policies that {@code digest} stands for among what is needed. */
  void needPolicies(String digest) {
    Policy policy = policies.get(digest);
    if (policy != null) {
      needed.set(Math.toIntExact(policy.index()));
      for (String member : policy.members()) {
        Optional.ofNullable(policies.get(member))
            .ifPresent(text -> needed.set(Math.toIntExact(text.index())));
      }
    }
  }

  /** What {@code selected} needs beside it, and all keys. */
  BitSet of(BitSet selected, LogReader log) throws RecordingException {
    for (int i = erasures.nextSetBit(0); i >= 0; i = erasures.nextSetBit(i + 1)) {
      StoredEntry erasure = log.read(i, 1).getFirst();
      if (Erasures.erased(erasure).stream()
          .anyMatch(entry -> selected.get(Math.toIntExact(entry)))) {
        needed.set(i);
      }
    }
    anchors.values().forEach(ofOneMethod -> needAnchors(ofOneMethod, selected));
    needed.or(keys);
    return needed;
  }

  /** An anchor is wanted if between it and its neighbour something was selected. */
  private void needAnchors(BitSet anchors, BitSet selected) {
    int before = -1;
    while (true) {
      int found = selected.nextSetBit(before + 1);
      int after = anchors.nextSetBit(before + 1);
      if (found < 0) {
        return;
      }
      if (after < 0 || found < after) {
        if (before >= 0) {
          needed.set(before);
        }
        if (after >= 0) {
          needed.set(after);
        }
      }
      if (after < 0) {
        return;
      }
      before = after;
    }
  }
}
