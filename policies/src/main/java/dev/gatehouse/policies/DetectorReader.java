package dev.gatehouse.policies;

import dev.gatehouse.policies.detect.BuiltIn;
import dev.gatehouse.policies.detect.Check;
import dev.gatehouse.policies.detect.CustomDetector;
import dev.gatehouse.policies.detect.CustomDetector.Conditions;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Kind;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the kinds of data that policy files describe under {@code detectors}. Confined to one
 * thread.
 */
final class DetectorReader {
  /** Each is looked for in every text that a rule with it masks. */
  private static final int DETECTORS_MAX = 100;

  private static final int CONTEXT_WORDS_MAX = 50;
  private static final int WITHIN_DEFAULT = 40;
  private static final int WITHIN_MAX = 200;
  private static final int LENGTH_MAX = 1_000;

  /** Of 128 characters that are all different, each has seven bits. */
  private static final double ENTROPY_MAX = 7;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  /** Words that masks write themselves in the place of a kind. */
  private static final List<String> TAKEN = List.of("path", "column", "unreadable");

  private final Problems problems;
  private final Map<String, CustomDetector> read = new LinkedHashMap<>();
  private final Set<String> wrong = new HashSet<>();

  DetectorReader(Problems problems) {
    this.problems = problems;
  }

  /** The detectors of all files, as if they were one. */
  Detectors read(List<MappingReader> files) {
    for (MappingReader file : files) {
      file.mapping("detectors").ifPresent(this::readFile);
    }
    return new Detectors(read, wrong);
  }

  private void readFile(MappingReader detectors) {
    for (String name : detectors.keys()) {
      Optional<MappingReader> described = detectors.mapping(name);
      if (!isName(detectors, name) || described.isEmpty()) {
        continue;
      }
      if (read.size() == DETECTORS_MAX) {
        detectors.problemAtKey(name, "more than " + DETECTORS_MAX + " detectors");
        return;
      }
      detector(name, described.get())
          .ifPresentOrElse(detector -> read.put(name, detector), () -> wrong.add(name));
    }
  }

  private boolean isName(MappingReader detectors, String name) {
    String quoted = Problem.quote(name);
    if (!NAME.matcher(name).matches()) {
      String expected = "expected up to 63 of a-z, 0-9 and `-`, beginning with a letter";
      detectors.problemAtKey(name, "a detector cannot be called " + quoted + "; " + expected);
      return false;
    }
    if (BuiltIn.names().contains(name) || TAKEN.contains(name)) {
      detectors.problemAtKey(name, quoted + " is a name of the gateway's own; expected another");
      return false;
    }
    if (read.containsKey(name) || wrong.contains(name)) {
      detectors.problemAtKey(name, quoted + " is described twice; expected another name");
      return false;
    }
    return true;
  }

  private Optional<CustomDetector> detector(String name, MappingReader described) {
    Optional<Scalar> pattern = described.text("pattern");
    List<Scalar> words = described.texts("words");
    boolean exact = described.choice("case", "exact", "any").filter("exact"::equals).isPresent();
    Conditions conditions = conditions(described);
    boolean isSlip = !described.has("pattern") && !described.unknownKeys().isEmpty();
    if (described.has("pattern") == described.has("words") && !isSlip) {
      described.problem("expected one of `pattern` and `words`");
    } else if (described.has("pattern") && described.has("case")) {
      described.problem("case", "`case` is about words; in a pattern write `(?i)`");
    }
    described.end();
    if (described.has("words") && words.isEmpty()) {
      return Optional.empty();
    }
    if (pattern.isPresent()) {
      return pattern(name, described.file(), pattern.get(), conditions);
    }
    return words(described.file(), words)
        .filter(list -> !list.isEmpty())
        .map(list -> CustomDetector.ofWords(name, list, exact, conditions));
  }

  private Optional<CustomDetector> pattern(
      String name, String file, Scalar pattern, Conditions conditions) {
    return switch (CustomDetector.ofPattern(name, pattern.text(), conditions)) {
      case CustomDetector.Reading.Accepted(CustomDetector detector) -> Optional.of(detector);
      case CustomDetector.Reading.Fault(int offset, String message) -> {
        Place place = pattern.at(offset);
        problems.add(file, place.line(), place.column(), "`pattern`: " + message);
        yield Optional.empty();
      }
    };
  }

  /** The words, if all of them can be looked for. */
  private Optional<List<String>> words(String file, List<Scalar> scalars) {
    List<String> words = new ArrayList<>();
    boolean wrong = false;
    for (Scalar scalar : scalars) {
      String word = scalar.text();
      if (!CustomDetector.isWord(word)) {
        String expected =
            "expected a word of 1 to " + CustomDetector.WORD_CHARACTERS_MAX + " characters";
        problems.add(file, scalar.line(), scalar.column(), "`words`: " + expected);
        wrong = true;
      }
      words.add(word);
    }
    return wrong ? Optional.empty() : Optional.of(words);
  }

  private Conditions conditions(MappingReader described) {
    List<String> context = described.strings("context");
    if (context.size() > CONTEXT_WORDS_MAX) {
      described.problem("context", "expected at most " + CONTEXT_WORDS_MAX + " words");
    }
    long within = described.integer("within", 1, WITHIN_MAX).orElse(WITHIN_DEFAULT);
    if (described.has("within") && !described.has("context")) {
      described.problem("within", "`within` says how near `context` stands; expected both");
    }
    List<Check> checks =
        described.choices("check", Check.labels()).stream()
            .flatMap(label -> Check.labelled(label).stream())
            .toList();
    long length = described.integer("min-length", 1, LENGTH_MAX).orElse(1);
    return new Conditions(context, (int) within, checks, entropy(described), (int) length);
  }

  private static double entropy(MappingReader described) {
    Optional<YamlNode> node = described.node("min-entropy");
    if (node.isEmpty()) {
      return 0;
    }
    if (node.get() instanceof Scalar scalar
        && (scalar.kind() == Kind.DECIMAL || scalar.kind() == Kind.INTEGER)) {
      double bits = Double.parseDouble(scalar.text());
      if (bits > 0 && bits <= ENTROPY_MAX) {
        return bits;
      }
    }
    String found = node.get().described();
    described.problem(
        "min-entropy", "`min-entropy` should be bits a character, up to 7, found " + found);
    return 0;
  }
}
