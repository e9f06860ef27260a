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
    assertTrue(layers.allows("dev.gatehouse.recordings.store", "java.sql.Connection"));
    for (String[] forbidden :
        new String[][] {
          {"recordings", "java.sql.Connection"},
          {"recordings.merkle", "java.sql.SQLException"},
          {"recordings", "dev.gatehouse.gateway.exchange.ExchangeHandler"},
          {"recordings.verify", "dev.gatehouse.recordings.Sequencer"},
          {"policies", "dev.gatehouse.recordings.Entry"},
          {"adapters.mcp", "dev.gatehouse.policies.Decision"},
          {"adapters.mcp", "io.modelcontextprotocol.spec.McpSchema"},
          {"gateway.exchange", "io.modelcontextprotocol.spec.McpSchema"},
          {"gateway.exchange", "io.helidon.webserver.WebServer"},
          {"gateway.exchange", "java.util.concurrent.CompletableFuture"},
          {"gateway.exchange", "java.util.concurrent.Executors"},
          {"gateway.exchange", "org.example.unheard.of.Thing"}
        }) {
      assertFalse(
          layers.allows("dev.gatehouse." + forbidden[0], forbidden[1]),
          () -> forbidden[0] + " may use " + forbidden[1]);
    }
  }

  @Test
  void readsWhatAClassUsesFromItsBytes() throws IOException {
    String self = "LayeringTest.class";
    try (var bytes = LayeringTest.class.getResourceAsStream(self)) {
      Set<String> used = References.usedBy(ClassFile.of().parse(bytes.readAllBytes()));
      assertTrue(used.contains("java.lang.classfile.ClassFile"), used.toString());
      assertTrue(used.contains("org.junit.jupiter.api.Assertions"), used.toString());
    }
  }

  private Map<String, Set<String>> broken() throws IOException {
    Map<String, Set<String>> broken = new TreeMap<>();
    for (Path file : House.classes()) {
      ClassModel model = parse(file);
      String from = References.packageOf(model);
      for (String to : References.usedBy(model)) {
        if (!from.equals(References.packageOf(to)) && !layers.allows(from, to)) {
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
