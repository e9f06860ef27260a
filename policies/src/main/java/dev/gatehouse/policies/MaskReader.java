package dev.gatehouse.policies;

import dev.gatehouse.policies.detect.Detector;
import dev.gatehouse.policies.mask.Column;
import dev.gatehouse.policies.mask.Mask;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.policies.mask.PathPattern;
import dev.gatehouse.policies.mask.Strategy;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what to hide. Confined to one thread. */
final class MaskReader {
  /** The member of a call's {@code params} that holds the tool's arguments. */
  private static final String ARGUMENTS = "arguments";

  private final Problems problems;
  private final Detectors known;

  MaskReader(Problems problems, Detectors detectors) {
    this.problems = problems;
    this.known = detectors;
  }

  /** What to hide, and in words. */
  record Read(Masks masks, String described) {}

  Read read(String file, MappingReader mask) {
    Set<String> inArguments = new LinkedHashSet<>();
    Set<String> inResult = new LinkedHashSet<>();
    List<Mask> arguments = items(file, mask, ARGUMENTS, inArguments);
    List<Mask> results = items(file, mask, "result", inResult);
    List<String> described = new ArrayList<>();
    if (!inArguments.isEmpty()) {
      described.add(String.join(", ", inArguments) + " in arguments");
    }
    if (!inResult.isEmpty()) {
      described.add(String.join(", ", inResult) + " in results");
    }
    return new Read(
        new Masks(MaskPlan.of(arguments), MaskPlan.of(results)), String.join("; ", described));
  }

  private List<Mask> items(String file, MappingReader mask, String key, Set<String> described) {
    List<Mask> masks = new ArrayList<>();
    for (MappingReader item : mask.mappings(key)) {
      item(file, item, key.equals(ARGUMENTS), described).ifPresent(masks::add);
    }
    return masks;
  }

  private Optional<Mask> item(
      String file, MappingReader item, boolean inArguments, Set<String> described) {
    Set<Detector> detectors = new LinkedHashSet<>();
    for (String name : item.choices("detect", known.names(), "a detector or a group of them")) {
      detectors.addAll(known.named(name));
    }
    Optional<Scalar> text = item.text("path");
    Optional<PathPattern> path = text.flatMap(t -> path(file, t));
    Optional<Column> column = column(item);
    boolean keys = item.bool("keys").orElse(false);
    Strategy strategy = StrategyReader.read(item, "as").orElse(Strategy.redact());
    boolean isEmpty = !item.has("detect") && !item.has("path") && !item.has("column");
    if (isEmpty && item.unknownKeys().isEmpty()) {
      item.problem("hides nothing; expected `detect`, `path`, `column` or several");
    }
    if (keys && (!item.has("path") || item.has("detect") || item.has("column"))) {
      item.problem("keys", "`keys` is for a `path` alone: detectors look at names in any case");
    }
    item.end();
    boolean pathIsWrong = item.has("path") && path.isEmpty();
    boolean columnIsWrong = item.has("column") && column.isEmpty();
    boolean isPlaced = path.isPresent() || column.isPresent();
    if (pathIsWrong || columnIsWrong || (!isPlaced && detectors.isEmpty())) {
      return Optional.empty();
    }
    String where =
        Stream.of(text.map(Scalar::text), column.map(c -> "column " + c))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    if (detectors.isEmpty()) {
      described.add(where);
    }
    detectors.forEach(d -> described.add(d.label() + (where.isEmpty() ? "" : " in " + where)));
    Optional<PathPattern> from = inArguments ? path.map(p -> p.below(ARGUMENTS)) : path;
    return Optional.of(new Mask(from, column, detectors, strategy, keys));
  }

  private static Optional<Column> column(MappingReader item) {
    return item.has("column")
        ? item.string("column").filter(text -> isColumn(item, text)).map(Column::of)
        : item.optionalString("column").map(Column::of);
  }

  private static boolean isColumn(MappingReader item, String text) {
    boolean isName = text.equals(text.strip()) && !text.endsWith(".");
    if (!isName) {
      item.problem("column", "expected a column, as in `email` or `customers.email`");
    }
    return isName;
  }

  private Optional<PathPattern> path(String file, Scalar text) {
    return switch (PathPattern.parse(text.text())) {
      case PathPattern.Parsed.Pattern(PathPattern pattern) -> Optional.of(pattern);
      case PathPattern.Parsed.Fault(int offset, String message) -> {
        Place place = text.at(offset);
        problems.add(file, place.line(), place.column(), "`path`: " + message);
        yield Optional.empty();
      }
    };
  }
}
