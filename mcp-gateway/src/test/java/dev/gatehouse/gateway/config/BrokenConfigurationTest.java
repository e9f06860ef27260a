package dev.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.yaml.Problem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code broken} gives the problems in the file beside it, all of them at once. */
class BrokenConfigurationTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "CRM_TOKEN",
          "crm-secret",
          "FILES_KEY",
          "files-secret",
          "TWO_LINES",
          "one\ntwo",
          "SIGNING",
          "0123456789abcdef0123456789abcdef",
          "HOOK",
          "https://hooks.example.com/hidden",
          "TEAMS_TOKEN",
          "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
          "WEBHOOK",
          "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
          "WEBHOOK_ANSWERS",
          "whsec_OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5");

  static List<Path> broken() throws IOException {
    try (Stream<Path> files = Files.list(resource("broken"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 300).mapToObj(Long::valueOf);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void saysEverythingThatIsWrong(Path file) throws IOException {
    Path expected =
        file.resolveSibling(file.getFileName().toString().replace(".yaml", ".problems"));
    List<String> found =
        rejected(file).problems().stream()
            .map(p -> p.line() + ":" + p.column() + ": " + p.message())
            .toList();
    assertEquals(Files.readString(expected), String.join("\n", found) + "\n");
  }

  @Test
  void noProblemHoldsASecret() throws IOException {
    for (Path file : broken()) {
      String said = rejected(file).problems().toString();
      assertFalse(said.contains("secret@"), said);
      assertFalse(said.contains("crm-secret"), said);
      assertFalse(said.contains("one two"), said);
    }
  }

  @Test
  void namesThePoliciesThoughTheRestIsWrong() {
    Path file = resource("broken/exposed.yaml");
    assertEquals(List.of(file.resolveSibling("policy.yaml")), rejected(file).policies());
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    Path missing = Path.of("no-such-file.yaml");
    assertEquals(
        List.of("no-such-file.yaml:1:1: there is no such file"),
        rejected(missing).problems().stream().map(Problem::toString).toList());
  }

  /** Damage of any kind gives problems or a valid configuration, and no exception. */
  @ParameterizedTest
  @MethodSource("seeds")
  void survivesDamage(long seed, @TempDir Path folder) throws IOException {
    Random random = new Random(seed);
    Files.writeString(folder.resolve("key.txt"), "k\n");
    StringBuilder text = new StringBuilder(Files.readString(resource("full.yaml")));
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, "{}[]:,\"'\n -&*!|>#%@`0\u0000é".charAt(random.nextInt(23)));
        default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
      }
    }
    Path file = Files.writeString(folder.resolve("gatehouse.yaml"), text);
    switch (ConfigurationFile.read(file, ENVIRONMENT)) {
      case ConfigurationReading.Accepted accepted ->
          assertFalse(accepted.configuration().upstreams().isEmpty());
      case ConfigurationReading.Rejected rejected -> assertFalse(rejected.problems().isEmpty());
    }
  }

  private static ConfigurationReading.Rejected rejected(Path file) {
    return assertInstanceOf(
        ConfigurationReading.Rejected.class, ConfigurationFile.read(file, ENVIRONMENT));
  }

  private static Path resource(String name) {
    try {
      return Path.of(BrokenConfigurationTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
