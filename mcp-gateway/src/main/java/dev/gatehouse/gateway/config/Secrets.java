package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts secrets where the file only names them.
 *
 * <p>Shape: <code>Bearer ${env:CRM_TOKEN}</code>, <code>${file:/run/secrets/crm}</code>; <code>
 * $${</code> stands for the characters <code>${</code>. A final line break of a file is left out.
 *
 * <p>Errors: a variable that is not set, a file that cannot be read and any other word before the
 * colon are problems; no problem holds a value. Confined to one thread.
 */
final class Secrets {
  /** Longer than any token or key that fits a header. */
  private static final int FILE_BYTES_MAX = 64 << 10;

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{(?:(env|file):([^}]+)})?", Pattern.DOTALL);

  private final Path configuration;
  private final Map<String, String> environment;
  private final Problems problems;

  Secrets(Path file, Map<String, String> environment, Problems problems) {
    this.configuration = file;
    this.environment = environment;
    this.problems = problems;
  }

  /** The text with every reference replaced; empty, and problems, if one cannot be. */
  Optional<String> substitute(Scalar scalar) {
    StringBuilder text = new StringBuilder();
    boolean complete = true;
    Matcher matcher = REFERENCE.matcher(scalar.text());
    int end = 0;
    while (matcher.find()) {
      text.append(scalar.text(), end, matcher.start());
      end = matcher.end();
      Optional<String> value = replacement(matcher, scalar);
      value.ifPresent(text::append);
      complete &= value.isPresent();
    }
    text.append(scalar.text(), end, scalar.text().length());
    return complete ? Optional.of(text.toString()) : Optional.empty();
  }

  private Optional<String> replacement(Matcher reference, Scalar scalar) {
    if (reference.group().equals("$${")) {
      return Optional.of("${");
    }
    Place place = scalar.at(reference.start());
    String kind = reference.group(1);
    if (kind == null) {
      String expected = "expected `${env:NAME}`, `${file:path}`, or `$${` for the characters";
      return missing(place, expected);
    }
    String name = reference.group(2);
    return kind.equals("env") ? variable(name, place) : file(name, place);
  }

  private Optional<String> variable(String name, Place place) {
    Optional<String> value =
        Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    return value.isPresent()
        ? value
        : missing(place, "the environment variable " + Problem.quote(name) + " is not set");
  }

  private Optional<String> file(String name, Place place) {
    try (InputStream in = Files.newInputStream(configuration.resolveSibling(name))) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
      if (bytes.length > FILE_BYTES_MAX || text.isEmpty()) {
        String what = text.isEmpty() ? " is empty" : " is larger than 64 KiB";
        return missing(place, "the file " + Problem.quote(name) + what);
      }
      return Optional.of(text);
    } catch (IOException | InvalidPathException e) {
      return missing(place, "the file " + Problem.quote(name) + " cannot be read");
    }
  }

  private Optional<String> missing(Place place, String message) {
    problems.add(configuration.toString(), place.line(), place.column(), message);
    return Optional.empty();
  }
}
