package dev.gatehouse.conformance.promises;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A search for bytes in all files of a folder, and in what their base64 stands for. */
final class Search {
  private static final Pattern QUOTED = Pattern.compile("\"([A-Za-z0-9+/]{8,}={0,2})\"");

  private static final int AROUND = 120;

  private Search() {}

  /** The files below a folder that hold one of these texts, with the text. */
  static List<String> in(Path folder, List<String> texts) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String decoded = file.toString().contains("payload") ? decoded(bytes) : "";
        for (String text : texts) {
          for (String searched : List.of(bytes, decoded)) {
            int at = searched.indexOf(text);
            if (at >= 0) {
              found.add(folder.relativize(file) + " holds " + around(searched, at));
            }
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("searching " + folder, e);
    }
  }

  /** What the base64 in it stands for: an export holds contents in that form. */
  private static String decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      try {
        byte[] bytes = Base64.getDecoder().decode(quoted.group(1));
        decoded.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
      } catch (IllegalArgumentException e) {
        // Not base64, and already searched as it is.
      }
    }
    return decoded.toString();
  }

  private static String around(String text, int at) {
    int from = Math.max(0, at - AROUND);
    int to = Math.min(text.length(), at + AROUND);
    return text.substring(from, to).replaceAll("[^ -~]", ".");
  }
}
