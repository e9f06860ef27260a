package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.NamedLists;
import dev.gatehouse.policies.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of one or several policy files, ready to judge by. Immutable. */
public final class PolicySet {
  private final List<PolicyText> texts;
  private final List<Rule> rules;
  private final boolean permitsByDefault;
  private final boolean observes;
  private final NamedLists lists;
  private final List<UpstreamMention> mentions;
  private final List<SealMention> seals;
  private final String digest;

  PolicySet(
      List<PolicyText> texts,
      List<Rule> rules,
      boolean permitsByDefault,
      boolean observes,
      NamedLists lists,
      List<UpstreamMention> mentions,
      List<SealMention> seals) {
    this.texts = List.copyOf(texts);
    this.rules = List.copyOf(rules);
    this.permitsByDefault = permitsByDefault;
    this.observes = observes;
    this.lists = lists;
    this.mentions = List.copyOf(mentions);
    this.seals = List.copyOf(seals);
    this.digest = sha256(listing());
  }

  /** What reading policy files gives. */
  public sealed interface Reading {
    /** The files are right, though something in them may be worth a look. */
    record Accepted(PolicySet set, List<Problem> warnings) implements Reading {
      public Accepted {
        warnings = List.copyOf(warnings);
      }
    }

    /** The files are wrong; these are all their problems. */
    record Rejected(List<Problem> problems) implements Reading {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Reads all files as one set; never throws for what they hold. No files refuse every call. */
  public static Reading read(List<Path> files) {
    return new PolicyReader().read(files);
  }

  /** Reads texts as one set, such as those of an earlier set. */
  public static Reading of(List<PolicyText> texts) {
    return new PolicyReader().of(texts);
  }

  /**
   * Names the set by its texts.
   *
   * <p>Shape: hex SHA-256 of what {@code sha256sum FILE…} prints for the files in their order, so
   * that {@code sha256sum FILE… | sha256sum} in their folder gives the same.
   */
  public String digest() {
    return digest;
  }

  /**
   * The files by their digests, a line each as {@code sha256sum} writes it: the text that {@link
   * #digest()} is the digest of.
   */
  public String listing() {
    return texts.stream()
        .map(text -> text.digest() + "  " + text.file() + "\n")
        .collect(Collectors.joining());
  }

  /** How many rules there are. */
  public int ruleCount() {
    return rules.size();
  }

  /** The files as they were read, in their order. */
  public List<PolicyText> texts() {
    return texts;
  }

  /** The names of the rules, in their order. */
  public List<String> ruleNames() {
    return rules.stream().map(Rule::name).toList();
  }

  /** A warning for each upstream, and each pattern of tools, that fits none of these upstreams. */
  public List<Problem> unknownUpstreams(Collection<String> configured) {
    return mentions.stream()
        .filter(mention -> !mention.fits(configured))
        .map(mention -> mention.warning(configured))
        .toList();
  }

  /**
   * A problem for each place that names one tool of this upstream, which it does not have.
   *
   * @param tools all that it has, by its own names
   */
  public List<Problem> unknownTools(String upstream, Collection<String> tools) {
    return mentions.stream()
        .filter(mention -> mention.isUnknownTool(upstream, tools))
        .map(mention -> mention.unknownTool(upstream, tools))
        .toList();
  }

  /** A problem with this message for each place that asks for originals to be sealed. */
  public List<Problem> problemsOfSealing(String message) {
    return seals.stream().map(seal -> seal.problem(message)).toList();
  }

  /** Whether some rule is judged on replies: only then need they be parsed. */
  public boolean judgesResults() {
    return rules.stream().anyMatch(rule -> rule.whenResult().isPresent());
  }

  /** Whether everything passes, and decisions only say what would have been done. */
  public boolean observes() {
    return observes;
  }

  /** The named lists that conditions can ask for. */
  NamedLists lists() {
    return lists;
  }

  List<Rule> rules() {
    return rules;
  }

  boolean permitsByDefault() {
    return permitsByDefault;
  }

  static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
