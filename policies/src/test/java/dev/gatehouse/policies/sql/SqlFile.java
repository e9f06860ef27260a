package dev.gatehouse.policies.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file of statements: one a line, without comments ({@code #}) and empty lines; {@code {LF}} is a
 * line break and {@code {U+0000}} the character of this number.
 */
final class SqlFile {
  private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4,6})}");

  private SqlFile() {}

  /** A statement for the dialects before the bar. */
  record Attempt(String file, List<Dialect> dialects, String sql, String source) {}

  static List<String> lines(String file) throws IOException {
    return text(file)
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(SqlFile::decoded)
        .toList();
  }

  /** Lines such as {@code mysql postgresql| SELECT 1}; the comment above says where it is from. */
  static List<Attempt> attempts(String file) {
    List<Attempt> attempts = new ArrayList<>();
    String source = "";
    try {
      for (String line : text(file).lines().toList()) {
        if (line.startsWith("#")) {
          source = line.substring(1).strip();
        } else if (!line.isBlank()) {
          int bar = line.indexOf("| ");
          attempts.add(
              new Attempt(
                  file,
                  dialects(line.substring(0, bar)),
                  decoded(line.substring(bar + 2)),
                  source));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return attempts;
  }

  private static List<Dialect> dialects(String labels) {
    if (labels.equals("any")) {
      return List.of(Dialect.values());
    }
    return List.of(labels.split(" ")).stream()
        .map(label -> Dialect.labelled(label).orElseThrow())
        .toList();
  }

  private static String decoded(String line) {
    return CHARACTER
        .matcher(line.replace("{LF}", "\n"))
        .replaceAll(
            c ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(c.group(1), 16))));
  }

  private static String text(String file) throws IOException {
    try (InputStream stream = SqlFile.class.getResourceAsStream("/sql/" + file)) {
      return new String(
          Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
