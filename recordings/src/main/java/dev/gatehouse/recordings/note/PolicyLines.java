package dev.gatehouse.recordings.note;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lines of a policy as they come, each held against those before it. Confined to one thread.
 *
 * <p>Errors: {@code IllegalArgumentException} for a line that may not stand there; it is then not
 * taken. Source: C2SP tlog-policy (July 2026), "Structure" and what follows.
 */
final class PolicyLines {
  /** Eight times what must be supported. */
  private static final int OF_A_KIND_MAX = 256;

  private final List<CheckpointPolicy.Log> logs = new ArrayList<>();
  private final List<CheckpointPolicy.Witness> witnesses = new ArrayList<>();
  private final List<CheckpointPolicy.Group> groups = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private Optional<String> quorum = Optional.empty();

  void add(CheckpointPolicy.Log log) {
    requireRoom(logs);
    if (!log.key().type().signsAsLog()) {
      throw new IllegalArgumentException("the key of a log expected of type 01 or 06");
    }
    if (logs.stream().anyMatch(known -> known.key().sharesKeyWith(log.key()))) {
      throw new IllegalArgumentException("a log with this key was there before");
    }
    log.url().ifPresent(PolicyLines::requireWord);
    logs.add(log);
  }

  void add(CheckpointPolicy.Witness witness) {
    requireRoom(witnesses);
    if (!witness.key().type().cosigns()) {
      throw new IllegalArgumentException("the key of a witness expected of type 04 or 06");
    }
    if (witnesses.stream().anyMatch(known -> known.key().sharesKeyWith(witness.key()))) {
      throw new IllegalArgumentException("a witness with this key was there before");
    }
    witness.url().ifPresent(PolicyLines::requireWord);
    define(witness.name());
    witnesses.add(witness);
  }

  void add(CheckpointPolicy.Group group) {
    requireRoom(groups);
    int size = group.members().size();
    if (group.threshold() < 1 || group.threshold() > size) {
      throw new IllegalArgumentException(
          "threshold " + group.threshold() + " expected from 1 to " + size);
    }
    Set<String> taken = new HashSet<>(members);
    for (String member : group.members()) {
      requireDefined(member);
      if (!taken.add(member)) {
        throw new IllegalArgumentException("`" + member + "` is a member already");
      }
    }
    define(group.name());
    members.addAll(group.members());
    groups.add(group);
  }

  void quorum(String name) {
    if (quorum.isPresent()) {
      throw new IllegalArgumentException("a second quorum");
    }
    if (!name.equals(CheckpointPolicy.NONE)) {
      requireDefined(name);
    }
    quorum = Optional.of(name);
  }

  /** The whole policy. */
  CheckpointPolicy policy() {
    return new CheckpointPolicy(
        logs,
        witnesses,
        groups,
        quorum.orElseThrow(() -> new IllegalArgumentException("no quorum line")));
  }

  private void define(String name) {
    requireWord(name);
    if (name.equals(CheckpointPolicy.NONE) || !names.add(name)) {
      throw new IllegalArgumentException("the name `" + name + "` is taken");
    }
  }

  private void requireDefined(String name) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException("`" + name + "` is defined on no line before");
    }
  }

  private static void requireWord(String word) {
    if (word.isEmpty() || word.chars().anyMatch(c -> c <= 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException("`" + word + "` expected to be one word");
    }
  }

  private static void requireRoom(List<?> kind) {
    if (kind.size() >= OF_A_KIND_MAX) {
      throw new IllegalArgumentException("more than " + OF_A_KIND_MAX + " of a kind");
    }
  }
}
