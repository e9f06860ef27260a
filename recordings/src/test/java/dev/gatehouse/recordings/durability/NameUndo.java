package dev.gatehouse.recordings.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The names that were made, changed and deleted, as the emulator wrote them down. Immutable.
 *
 * <p>Shape: lines of {@code names}, see {@code powercut.c}.
 */
final class NameUndo {
  private final List<List<String>> uncovered;

  private NameUndo(List<List<String>> uncovered) {
    this.uncovered = uncovered;
  }

  static NameUndo read(Path journal) throws IOException {
    String text = Files.readString(journal);
    // A last line without its end: killed while it was written, before the change.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    List<List<String>> changes = new ArrayList<>();
    Map<String, Long> covered = new HashMap<>();
    for (String line : whole.lines().toList()) {
      List<String> words = List.of(line.split("\t", -1));
      if (words.get(2).equals("S")) {
        covered.merge(words.get(1), Long.parseLong(words.get(0)), Math::max);
      } else {
        changes.add(words);
      }
    }
    return new NameUndo(
        changes.stream()
            .filter(c -> Long.parseLong(c.get(0)) > covered.getOrDefault(c.get(1), 0L))
            .toList());
  }

  /** Takes back what does not survive; tells how many changes were not durable. */
  int apply(Survival survival) throws IOException {
    int survivors = survival.ofNames(uncovered.size());
    for (List<String> change : uncovered.subList(survivors, uncovered.size()).reversed()) {
      takeBack(change.subList(2, change.size()));
    }
    return uncovered.size();
  }

  private static void takeBack(List<String> change) throws IOException {
    Path path = Path.of(change.get(1));
    switch (change.getFirst()) {
      case "C" -> Files.deleteIfExists(path);
      case "M" -> deleteAll(path);
      case "D" -> Files.createDirectories(path);
      case "U" -> giveBack(change.get(2), path);
      case "R" -> {
        Path to = Path.of(change.get(2));
        if (!Files.exists(path) && Files.exists(to)) {
          Files.move(to, path);
        }
        giveBack(change.get(3), to);
      }
      default -> throw new IOException("an unknown change of a name: " + change);
    }
  }

  /** Where the name is still there, the kill came before the change. */
  private static void giveBack(String saved, Path path) throws IOException {
    if (!saved.isEmpty() && Files.exists(Path.of(saved)) && !Files.exists(path)) {
      Files.move(Path.of(saved), path, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
