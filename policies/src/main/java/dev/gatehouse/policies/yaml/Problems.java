package dev.gatehouse.policies.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects what is wrong in one or several files while they are read.
 *
 * <p>Guarantee: {@link #list()} is ordered by file (in the order in which files were first named
 * here), then line, then column. Confined to one thread.
 */
public final class Problems {
  /** More than a person would mend in one go; keeps a hostile file from filling the memory. */
  private static final int PROBLEMS_MAX = 500;

  private final Map<String, List<Problem>> byFile = new LinkedHashMap<>();
  private final Map<String, List<String>> lines = new HashMap<>();
  private int count;

  /** Takes note of the text of a file, so that its problems can show their lines. */
  void source(String file, String text) {
    byFile.computeIfAbsent(file, _ -> new ArrayList<>());
    lines.put(file, (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList());
  }

  /** A problem that is not added here, with its line where the file is known here. */
  public Problem at(String file, int line, int column, String message) {
    return new Problem(file, line, column, message, lineOf(file, line));
  }

  /** Adds one that was found elsewhere; beyond the limit it is only counted. */
  public void add(Problem problem) {
    count++;
    if (count <= PROBLEMS_MAX) {
      byFile.computeIfAbsent(problem.file(), _ -> new ArrayList<>()).add(problem);
    }
  }

  /** Adds one problem; beyond the limit it is only counted. */
  public void add(String file, int line, int column, String message) {
    add(at(file, line, column, message));
  }

  private Optional<String> lineOf(String file, int line) {
    List<String> known = lines.getOrDefault(file, List.of());
    return line <= known.size() ? Optional.of(known.get(line - 1)) : Optional.empty();
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** How many problems were added, those beyond the limit included. */
  public int count() {
    return count;
  }

  /** All problems in reading order; a last one says how many were left out, if any were. */
  public List<Problem> list() {
    List<Problem> all = new ArrayList<>();
    for (List<Problem> ofFile : byFile.values()) {
      ofFile.stream()
          .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
          .forEach(all::add);
    }
    if (count > PROBLEMS_MAX) {
      Problem last = all.getLast();
      String message = (count - PROBLEMS_MAX) + " more problems left out";
      all.add(new Problem(last.file(), last.line(), last.column(), message));
    }
    return List.copyOf(all);
  }
}
