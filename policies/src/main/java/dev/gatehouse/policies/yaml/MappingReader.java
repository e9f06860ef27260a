package dev.gatehouse.policies.yaml;

import dev.gatehouse.policies.yaml.YamlNode.Entry;
import dev.gatehouse.policies.yaml.YamlNode.Kind;
import dev.gatehouse.policies.yaml.YamlNode.Mapping;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import dev.gatehouse.policies.yaml.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Takes typed values out of one mapping and reports what is wrong with them.
 *
 * <p>Every method that names a key also makes it a known key, in that order; {@link #end()} reports
 * the unknown ones. So ask for every key that may stand, whatever else was found, and call {@code
 * end()} last. Errors: a value that is missing or wrong is reported and the result is empty; only
 * {@link #string} and {@link #require} report a missing key. Confined to one thread.
 */
public final class MappingReader {
  private final String file;
  private final Mapping mapping;
  private final Problems problems;
  private final NamedLists lists;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /** Reads this mapping of this file. */
  public MappingReader(String file, Mapping mapping, Problems problems) {
    this(file, mapping, problems, NamedLists.none());
  }

  private MappingReader(String file, Mapping mapping, Problems problems, NamedLists lists) {
    this.file = file;
    this.mapping = mapping;
    this.problems = problems;
    this.lists = lists;
    mapping.entries().forEach(entry -> entries.put(entry.key().text(), entry));
  }

  /** A reader of a node that should be a mapping; empty, and a problem, if it is none. */
  public static Optional<MappingReader> of(String file, YamlNode node, Problems problems) {
    if (node instanceof Mapping mapping) {
      return Optional.of(new MappingReader(file, mapping, problems));
    }
    problems.add(file, node.line(), node.column(), "expected a mapping, found " + node.described());
    return Optional.empty();
  }

  /** A reader of the same mapping whose lists of texts, and those inside, can take in these. */
  public MappingReader with(NamedLists named) {
    MappingReader reader = new MappingReader(file, mapping, problems, named);
    reader.known.addAll(known);
    return reader;
  }

  /** The file as its reader was given it. */
  public String file() {
    return file;
  }

  /** Where the mapping begins. */
  public int line() {
    return mapping.line();
  }

  /** Where the mapping begins. */
  public int column() {
    return mapping.column();
  }

  /** The keys that stand in the file, in its order; for mappings whose keys are names. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Whether the key stands in the file, even with nothing or with a wrong value. */
  public boolean has(String key) {
    known.add(key);
    return entries.containsKey(key);
  }

  /** Reports each of these keys that does not stand in the file. */
  public void require(String... keys) {
    for (String key : keys) {
      if (!has(key)) {
        problems.add(file, mapping.line(), mapping.column(), "missing key " + Problem.quote(key));
      }
    }
  }

  /** A text that must stand there and not be empty. */
  public Optional<String> string(String key) {
    require(key);
    Optional<String> text = optionalString(key);
    if (text.isPresent() && text.get().isBlank()) {
      problem(key, Problem.quote(key) + " is empty; expected a text");
      return Optional.empty();
    }
    return text;
  }

  /** A text that may stand there. */
  public Optional<String> optionalString(String key) {
    return text(key).map(Scalar::text);
  }

  /** A text with its place, for readers that report problems inside it. */
  public Optional<Scalar> text(String key) {
    return node(key).flatMap(node -> asText(key, node));
  }

  /**
   * Texts: a list, or a single text standing for a list of one. Empty if there are none. {@code
   * $name} stands for the members of the list of that name.
   */
  public List<String> strings(String key) {
    return texts(key).stream().map(Scalar::text).toList();
  }

  /** Texts with their places: a list, or a single text standing for a list of one. */
  public List<Scalar> texts(String key) {
    Optional<YamlNode> value = node(key);
    if (value.isEmpty()) {
      return List.of();
    }
    List<YamlNode> items =
        value.get() instanceof Sequence sequence ? sequence.items() : List.of(value.get());
    if (items.isEmpty()) {
      problem(key, Problem.quote(key) + " is an empty list; expected at least one text");
    }
    List<Scalar> texts = items.stream().flatMap(item -> asText(key, item).stream()).toList();
    return lists.expand(file, texts, problems);
  }

  /** A duration such as {@code 250ms}, {@code 30s}, {@code 1m}, {@code 1h}, {@code 7d}. */
  public Optional<Duration> duration(String key) {
    return scalar(key, "a duration such as `250ms`, `30s`, `1m`, `1h`")
        .flatMap(
            scalar -> {
              Optional<Duration> duration = Quantity.duration(scalar.text());
              if (duration.isEmpty()) {
                wrong(key, scalar, "a duration such as `250ms`, `30s`, `1m`, `1h`");
              }
              return duration;
            });
  }

  /** A duration within bounds, both included. */
  public Optional<Duration> duration(String key, Duration min, Duration max) {
    return duration(key)
        .filter(
            duration -> {
              boolean within = duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
              if (!within) {
                outside(key, Quantity.written(min), Quantity.written(max));
              }
              return within;
            });
  }

  /** A number of bytes such as {@code 512B}, {@code 64KiB}, {@code 1MiB}, {@code 1GiB}. */
  public OptionalLong bytes(String key) {
    String expected = "a size such as `512B`, `64KiB`, `1MiB`";
    Optional<Scalar> scalar = scalar(key, expected);
    if (scalar.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong bytes = Quantity.bytes(scalar.get().text());
    if (bytes.isEmpty()) {
      wrong(key, scalar.get(), expected);
    }
    return bytes;
  }

  /** A whole number within bounds, both included. */
  public OptionalLong integer(String key, long min, long max) {
    Optional<Scalar> scalar = scalar(key, "a whole number");
    if (scalar.isEmpty()) {
      return OptionalLong.empty();
    }
    if (scalar.get().kind() != Kind.INTEGER) {
      wrong(key, scalar.get(), "a whole number");
      return OptionalLong.empty();
    }
    OptionalLong number = Quantity.integer(scalar.get().text());
    if (number.isEmpty() || number.getAsLong() < min || number.getAsLong() > max) {
      outside(key, Long.toString(min), Long.toString(max));
      return OptionalLong.empty();
    }
    return number;
  }

  /** {@code true} or {@code false}. */
  public Optional<Boolean> bool(String key) {
    return scalar(key, "`true` or `false`")
        .filter(
            scalar -> {
              boolean right = scalar.kind() == Kind.BOOLEAN;
              if (!right) {
                wrong(key, scalar, "`true` or `false`");
              }
              return right;
            })
        .map(scalar -> scalar.text().equalsIgnoreCase("true"));
  }

  /** One of these words. */
  public Optional<String> choice(String key, String... choices) {
    List<String> words = List.of(choices);
    String expected = "one of " + String.join(", ", words);
    return scalar(key, expected)
        .map(
            scalar -> {
              if (!words.contains(scalar.text())) {
                wrong(key, scalar, expected + Spelling.hint(scalar.text(), words));
              }
              return scalar.text();
            })
        .filter(words::contains);
  }

  /** Some of these words: a list, or a single one. Others are reported and left out. */
  public List<String> choices(String key, List<String> words) {
    return choices(key, words, "one of " + String.join(", ", words));
  }

  /** Some of these words, which are too many to be told: what they are is told instead. */
  public List<String> choices(String key, List<String> words, String what) {
    List<String> chosen = new ArrayList<>();
    for (Scalar scalar : texts(key)) {
      if (words.contains(scalar.text())) {
        chosen.add(scalar.text());
      } else {
        wrong(key, scalar, what + Spelling.hint(scalar.text(), words));
      }
    }
    return List.copyOf(chosen);
  }

  /** A mapping inside this one. */
  public Optional<MappingReader> mapping(String key) {
    return node(key)
        .flatMap(
            node -> {
              if (node instanceof Mapping inner) {
                return Optional.of(new MappingReader(file, inner, problems, lists));
              }
              wrong(key, node, "a mapping");
              return Optional.empty();
            });
  }

  /** A list of mappings inside this one; what is no mapping is reported and left out. */
  public List<MappingReader> mappings(String key) {
    Optional<YamlNode> value = node(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Sequence sequence)) {
      wrong(key, value.get(), "a list");
      return List.of();
    }
    List<MappingReader> readers = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (item instanceof Mapping inner) {
        readers.add(new MappingReader(file, inner, problems, lists));
      } else {
        wrong(key, item, "a list of mappings");
      }
    }
    return List.copyOf(readers);
  }

  /** The value as it stands, without making its key a known one. */
  public Optional<YamlNode> peek(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** The value as it stands, for what no other method reads. */
  public Optional<YamlNode> node(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** Reports a problem at the value of a key, or at the mapping if the key is missing. */
  public void problem(String key, String message) {
    YamlNode place = node(key).orElse(mapping);
    problems.add(file, place.line(), place.column(), message);
  }

  /** Reports a problem at a key itself, or at the mapping if the key is missing. */
  public void problemAtKey(String key, String message) {
    Entry entry = entries.get(key);
    YamlNode place = entry == null ? mapping : entry.key();
    problems.add(file, place.line(), place.column(), message);
  }

  /** Reports a problem of this mapping as a whole. */
  public void problem(String message) {
    problems.add(file, mapping.line(), mapping.column(), message);
  }

  /** The keys that nobody has asked for so far. */
  public List<String> unknownKeys() {
    return entries.keySet().stream().filter(key -> !known.contains(key)).toList();
  }

  /** Reports every key that nobody asked for. */
  public void end() {
    String words = String.join(", ", known);
    String expected = known.size() > 1 ? "one of " + words : known.isEmpty() ? "none" : words;
    for (String key : unknownKeys()) {
      String hint = Spelling.hint(key, known);
      problemAtKey(key, "unknown key " + Problem.quote(key) + "; expected " + expected + hint);
    }
  }

  private Optional<Scalar> scalar(String key, String expected) {
    return node(key)
        .flatMap(
            node -> {
              if (node instanceof Scalar scalar) {
                return Optional.of(scalar);
              }
              wrong(key, node, expected);
              return Optional.empty();
            });
  }

  private Optional<Scalar> asText(String key, YamlNode node) {
    if (node instanceof Scalar scalar && scalar.kind() == Kind.TEXT) {
      return Optional.of(scalar);
    }
    boolean needsQuotes = node instanceof Scalar scalar && scalar.kind() != Kind.NOTHING;
    wrong(key, node, needsQuotes ? "a text (put it in quotes)" : "a text");
    return Optional.empty();
  }

  private void wrong(String key, YamlNode found, String expected) {
    problems.add(
        file,
        found.line(),
        found.column(),
        Problem.quote(key) + " should be " + expected + ", found " + found.described());
  }

  private void outside(String key, String min, String max) {
    problem(key, Problem.quote(key) + " should be between " + min + " and " + max);
  }
}
