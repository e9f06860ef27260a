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
import java.util.stream.Collectors;

/**
 * The table of who may use whom.
 *
 * <p>Shape: one package a line, an arrow, and the packages that it may use. A name that ends in
 * {@code .*} stands for all packages below it and itself; a single type may be named too. The line
 * of {@code everybody} holds for all.
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
        .collect(Collectors.toSet());
  }

  /** Whether the package may use the type. */
  boolean allows(String from, String type) {
    return matches(EVERYBODY, type) || matches(from, type);
  }

  private boolean matches(String from, String type) {
    return Optional.ofNullable(allowed.get(from)).orElse(List.of()).stream()
        .anyMatch(name -> covers(name, type));
  }

  private static boolean covers(String name, String type) {
    if (name.endsWith(".*")) {
      return type.startsWith(name.substring(0, name.length() - 1));
    }
    return name.equals(References.packageOf(type))
        || name.equals(type)
        || type.startsWith(name + "$");
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
