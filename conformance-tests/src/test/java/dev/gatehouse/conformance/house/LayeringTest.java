package dev.gatehouse.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Each package uses only what {@code layers.txt} allows it, read from the class files of all
 * modules. A package or a library that is not in the table fails, so that nobody adds one without
 * saying what it is for.
 */
class LayeringTest {
  private final Layers layers = Layers.read();

  @Test
  void everyPackageUsesOnlyWhatTheTableAllows() throws IOException {
    assertEquals(Map.of(), broken(), "package = what it uses and may not");
  }

  @Test
  void everyPackageOfTheTableExistsAndEachThatExistsIsInIt() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : House.classes()) {
      found.add(References.packageOf(parse(file)));
    }
    assertEquals(found, new TreeSet<>(layers.packages()));
  }

  @Test
  void refusesWhatTheTableDoesNotAllow() {
    assertTrue(layers.allows("dev.gatehouse.recordings.store", "java.sql"));
    assertFalse(layers.allows("dev.gatehouse.recordings.merkle", "java.sql"));
    assertFalse(layers.allows("dev.gatehouse.policies", "dev.gatehouse.recordings"));
    assertFalse(layers.allows("dev.gatehouse.recordings", "dev.gatehouse.gateway.exchange"));
    assertFalse(layers.allows("dev.gatehouse.gateway.exchange", "io.modelcontextprotocol.spec"));
    assertFalse(layers.allows("dev.gatehouse.gateway.exchange", "org.example.unheard.of"));
  }

  @Test
  void readsWhatAClassUsesFromItsBytes() throws IOException {
    String self = "LayeringTest.class";
    try (var bytes = LayeringTest.class.getResourceAsStream(self)) {
      Set<String> used = References.packagesUsedBy(ClassFile.of().parse(bytes.readAllBytes()));
      assertTrue(used.contains("java.lang.classfile"), used.toString());
      assertTrue(used.contains("org.junit.jupiter.api"), used.toString());
    }
  }

  private Map<String, Set<String>> broken() throws IOException {
    Map<String, Set<String>> broken = new TreeMap<>();
    for (Path file : House.classes()) {
      ClassModel model = parse(file);
      String from = References.packageOf(model);
      for (String to : References.packagesUsedBy(model)) {
        if (!from.equals(to) && !layers.allows(from, to)) {
          broken.computeIfAbsent(from, ignored -> new TreeSet<>()).add(to);
        }
      }
    }
    return broken;
  }

  private static ClassModel parse(Path file) throws IOException {
    return ClassFile.of().parse(file);
  }
}
