package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The rules of one or several policy files, ready to judge by. Immutable. */
public final class PolicySet {
  private final List<PolicyText> texts;

  PolicySet(List<PolicyText> texts) {
    this.texts = List.copyOf(texts);
  }

  /** What reading policy files gives. */
  public sealed interface Reading {
    /** The files are right, though something in them may be worth a look. */
    record Accepted(PolicySet set, List<Problem> warnings) implements Reading {}

    /** The files are wrong; these are all their problems. */
    record Rejected(List<Problem> problems) implements Reading {}
  }

  /** Reads all files as one set; never throws for what they hold. */
  public static Reading read(List<Path> files) {
    return new Reading.Accepted(new PolicySet(List.of()), List.of());
  }

  /** Reads texts as one set, such as those of an earlier set. */
  public static Reading of(List<PolicyText> texts) {
    return new Reading.Accepted(new PolicySet(texts), List.of());
  }

  /**
   * Names the set by its texts.
   *
   * <p>Shape: hex SHA-256 of what {@code sha256sum FILE…} prints for the files in their order, so
   * that {@code sha256sum FILE… | sha256sum} gives the same.
   */
  public String digest() {
    return "";
  }

  /** The files as they were read, in their order. */
  public List<PolicyText> texts() {
    return texts;
  }

  /** The upstreams that rules name, directly or before {@code __} in a tool. */
  public Set<String> namedUpstreams() {
    return Set.of();
  }

  /** A warning for each place that names an upstream which is none of these. */
  public List<Problem> unknownUpstreams(Set<String> configured) {
    return List.of();
  }
}
