package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who must have signed a checkpoint for it to be believed: one of the logs, and as many witnesses
 * as the quorum asks for. Immutable.
 *
 * <p>Shape, in the one spelling that {@link #text} writes; {@link #parse} takes all others too:
 *
 * <pre>
 * log log.example+33d7b496+AeHTu4…
 * witness w1 w1.example+85ecc407+BP… https://w1.example/
 * witness w2 w2.example+16f5b2f5+BC…
 * group both all w1 w2
 * quorum both
 * </pre>
 *
 * <p>Source: C2SP tlog-policy (July 2026). A log with two keys has two lines, of which one
 * signature is enough. A cosignature without a time makes nobody a witness.
 */
public record CheckpointPolicy(
    List<Log> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
  /** What the quorum is called that asks for no witness. */
  public static final String NONE = "none";

  public CheckpointPolicy {
    logs = List.copyOf(logs);
    witnesses = List.copyOf(witnesses);
    groups = List.copyOf(groups);
    PolicyLines lines = new PolicyLines();
    logs.forEach(lines::add);
    witnesses.forEach(lines::add);
    groups.forEach(lines::add);
    lines.quorum(quorum);
  }

  /** A log, known by its key; its key's name is its origin. */
  public record Log(VerifierKey key, Optional<String> url) {}

  /** A witness; {@code name} has a meaning in this policy only. */
  public record Witness(String name, VerifierKey key, Optional<String> url) {}

  /** Is a witness where at least {@code threshold} of its members are. */
  public record Group(String name, int threshold, List<String> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  /** What a policy says of a note. */
  public sealed interface Outcome {}

  /** All signed who had to. {@code logs} and {@code witnesses} are those that did. */
  public record Accepted(
      Checkpoint checkpoint, List<VerifierKey> logs, Map<String, Instant> witnesses)
      implements Outcome {
    public Accepted {
      logs = List.copyOf(logs);
      witnesses = Map.copyOf(witnesses);
    }
  }

  /** It is not to be believed. */
  public record Refused(String reason) implements Outcome {}

  /** A policy that asks for the signature of one of {@code keys}, and for no witness. */
  public static CheckpointPolicy ofLog(List<VerifierKey> keys) {
    List<Log> logs = keys.stream().map(key -> new Log(key, Optional.empty())).toList();
    return new CheckpointPolicy(logs, List.of(), List.of(), NONE);
  }

  /**
   * Reads a policy.
   *
   * <p>Errors: {@link MalformedNoteException} that names every wrong line by its number.
   */
  public static CheckpointPolicy parse(byte[] bytes) throws MalformedNoteException {
    return new PolicyReader().read(bytes);
  }

  /** The policy in its one spelling. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Log log : logs) {
      text.append("log ").append(log.key().text()).append(tail(log.url()));
    }
    for (Witness witness : witnesses) {
      text.append("witness ").append(witness.name()).append(' ').append(witness.key().text());
      text.append(tail(witness.url()));
    }
    for (Group group : groups) {
      int size = group.members().size();
      String threshold =
          group.threshold() == size
              ? "all"
              : group.threshold() == 1 ? "any" : Integer.toString(group.threshold());
      text.append("group ").append(group.name()).append(' ').append(threshold).append(' ');
      text.append(String.join(" ", group.members())).append('\n');
    }
    return text.append("quorum ").append(quorum).append('\n').toString();
  }

  private static String tail(Optional<String> url) {
    return url.map(u -> " " + u).orElse("") + "\n";
  }

  public byte[] bytes() {
    return text().getBytes(UTF_8);
  }

  /** Judges a signed checkpoint. */
  public Outcome verify(byte[] note) {
    List<VerifierKey> known = new ArrayList<>();
    logs.forEach(log -> known.add(log.key()));
    witnesses.forEach(witness -> known.add(witness.key()));
    try {
      SignedNote signed = SignedNote.parse(note);
      List<VerifiedSignature> verified = signed.verify(known);
      return judge(Checkpoint.parse(signed.text()), verified);
    } catch (MalformedNoteException e) {
      return new Refused(String.valueOf(e.getMessage()));
    }
  }

  private Outcome judge(Checkpoint checkpoint, List<VerifiedSignature> verified) {
    List<VerifierKey> signers =
        verified.stream()
            .map(VerifiedSignature::key)
            .filter(key -> key.name().equals(checkpoint.origin()))
            .filter(key -> logs.stream().anyMatch(log -> log.key().equals(key)))
            .distinct()
            .toList();
    if (signers.isEmpty()) {
      return new Refused("no log of the policy signed as `" + checkpoint.origin() + "`");
    }
    Map<String, Instant> times = new LinkedHashMap<>();
    for (Witness witness : witnesses) {
      for (VerifiedSignature signature : verified) {
        if (signature.key().equals(witness.key()) && signature.time().isPresent()) {
          times.putIfAbsent(witness.name(), signature.time().get());
        }
      }
    }
    return quorum.equals(NONE) || isWitness(quorum, times.keySet())
        ? new Accepted(checkpoint, signers, times)
        : new Refused("quorum `" + quorum + "` expected, cosigned only by " + times.keySet());
  }

  /** Members stand before their group, so that this ends. */
  private boolean isWitness(String name, Set<String> cosigners) {
    for (Group group : groups) {
      if (group.name().equals(name)) {
        long count = group.members().stream().filter(m -> isWitness(m, cosigners)).count();
        return count >= group.threshold();
      }
    }
    return cosigners.contains(name);
  }
}
