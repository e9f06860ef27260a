package dev.gatehouse.policies.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which functions of databases only compute, and which reach beyond a query.
 *
 * <p>Shape: lists beside this class, names with blanks between, {@code #} before a comment; in the
 * list of the dangerous a name may end in {@code *}.
 */
final class KnownFunctions {
  private static final Set<String> DANGEROUS = names("dangerous");
  private static final Map<Dialect, Set<String>> HARMLESS = harmless();

  private KnownFunctions() {}

  private static Map<Dialect, Set<String>> harmless() {
    Map<Dialect, Set<String>> harmless = new EnumMap<>(Dialect.class);
    for (Dialect dialect : Dialect.values()) {
      Set<String> names = new HashSet<>(names("harmless"));
      if (dialect != Dialect.ANSI) {
        names.addAll(names("harmless-" + dialect.label()));
      }
      harmless.put(dialect, Set.copyOf(names));
    }
    return Map.copyOf(harmless);
  }

  static boolean harmless(Dialect dialect, String name) {
    boolean system = dialect == Dialect.POSTGRESQL && name.startsWith("pg_catalog.");
    String plain = system ? name.substring("pg_catalog.".length()) : name;
    return HARMLESS.getOrDefault(dialect, Set.of()).contains(plain) && !dangerous(plain);
  }

  /** Whether the name, or its part behind the schema, is on the list. */
  static boolean dangerous(String name) {
    for (int dot = -1; dot < name.length(); dot = next(name, dot)) {
      if (listed(name.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }

  private static int next(String name, int dot) {
    int next = name.indexOf('.', dot + 1);
    return next < 0 ? name.length() : next;
  }

  private static boolean listed(String name) {
    if (DANGEROUS.contains(name)) {
      return true;
    }
    for (int end = Math.min(name.length(), 40); end > 2; end--) {
      if (DANGEROUS.contains(name.substring(0, end) + "*")) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> names(String list) {
    Set<String> names = new HashSet<>();
    for (String line : text(list + ".txt").split("\n")) {
      int comment = line.indexOf('#');
      for (String name : (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+")) {
        names.add(name);
      }
    }
    names.remove("");
    return Set.copyOf(names);
  }

  private static String text(String file) {
    try (InputStream stream = KnownFunctions.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("missing list of functions " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
