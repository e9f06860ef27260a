package dev.gatehouse.conformance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The repository as it lies on disk: its modules, sources, class files and texts. */
final class House {
  static final List<String> MODULES =
      List.of("recordings", "policies", "tool-adapters", "mcp-gateway", "conformance-tests");

  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".idea");

  private House() {}

  /** The folder that holds the modules. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("conformance-tests"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no folder above " + here + " holds conformance-tests");
  }

  /** The Java sources below {@code src/main} and {@code src/test} of all modules. */
  static List<Path> sources() {
    return files(".java");
  }

  /** Whether the source is part of the product, and not of its tests. */
  static boolean isMain(Path source) {
    return relative(source).contains("/src/main/");
  }

  /** The class files of the product, of all modules. */
  static List<Path> classes() {
    return MODULES.stream()
        .map(module -> root().resolve(module).resolve("target/classes"))
        .filter(Files::isDirectory)
        .flatMap(folder -> walk(folder, ".class").stream())
        .toList();
  }

  /** The files with this ending that are not made by a build. */
  static List<Path> files(String ending) {
    return walk(root(), ending).stream()
        .filter(
            path -> {
              for (Path name : root().relativize(path)) {
                if (NOT_OURS.contains(name.toString())) {
                  return false;
                }
              }
              return true;
            })
        .toList();
  }

  /** The path as a reader of the repository writes it. */
  static String relative(Path path) {
    return "/" + root().relativize(path);
  }

  static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + path, e);
    }
  }

  private static List<Path> walk(Path folder, String ending) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("walking " + folder, e);
    }
  }
}
