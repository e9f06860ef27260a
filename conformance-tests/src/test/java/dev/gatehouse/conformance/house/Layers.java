package dev.gatehouse.conformance.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of who may use whom.
 *
 * <p>Shape: one package a line, an arrow, and the packages that it may use. A name that ends in
 * {@code .*} stands for all packages below it and itself. The line of {@code everybody} holds for
 * all.
 */
final class Layers {
  private static final String EVERYBODY = "everybody";

  private final Map<String, List<String>> allowed;

  private Layers(Map<String, List<String>> allowed) {
    this.allowed = allowed;
  }

  static Layers read() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    for (String line : lines()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] sides = line.split("->", -1);
      List<String> names = List.of(sides[1].strip().split("\\s+"));
      if (table.put(sides[0].strip(), names) != null) {
        throw new IllegalStateException("layers.txt names `" + sides[0].strip() + "` twice");
      }
    }
    return new Layers(table);
  }

  /** The packages that have a line. */
  Set<String> packages() {
    return allowed.keySet().stream()
        .filter(name -> !name.equals(EVERYBODY))
        .collect(java.util.stream.Collectors.toSet());
  }

  /** Whether the first package may use the second. */
  boolean allows(String from, String to) {
    return matches(EVERYBODY, to) || matches(from, to);
  }

  private boolean matches(String from, String to) {
    return Optional.ofNullable(allowed.get(from)).orElse(List.of()).stream()
        .anyMatch(name -> covers(name, to));
  }

  private static boolean covers(String name, String to) {
    if (!name.endsWith(".*")) {
      return name.equals(to);
    }
    String above = name.substring(0, name.length() - 2);
    return to.equals(above) || to.startsWith(above + ".");
  }

  private static List<String> lines() {
    try (InputStream in = Layers.class.getResourceAsStream("layers.txt")) {
      if (in == null) {
        throw new IllegalStateException("layers.txt is not beside " + Layers.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading layers.txt", e);
    }
  }
}
