package dev.gatehouse.conformance.promises;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A search for bytes in all files of a folder. */
final class Search {
  private Search() {}

  /** The files below a folder that hold one of these texts, with the text. */
  static List<String> in(Path folder, List<String> texts) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String text : texts) {
          if (bytes.contains(text)) {
            found.add(folder.relativize(file) + " holds " + text);
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("searching " + folder, e);
    }
  }
}
