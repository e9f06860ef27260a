package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything in {@code examples} is right as it stands. */
class ExamplesTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("CRM_TOKEN", "a-token");

  @TempDir private Path folder;

  @Test
  void everyExampleIsTestedHere() throws IOException {
    try (Stream<Path> examples = Files.list(Launcher.repository().resolve("examples"))) {
      assertEquals(
          Set.of("quickstart", "oidc", "local-files", "sealed", "policies"),
          examples
              .filter(Files::isDirectory)
              .map(example -> example.getFileName().toString())
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void quickstartIsRightAndSaysWhatIsOddAboutIt() throws IOException {
    assertEquals(
        List.of(
            "gatehouse.yaml:26:10: warning: the folder `.` holds the recordings and their keys;"
                + " whoever may use upstream `files` may reach them",
            "policy.yaml:22:14: warning: `billing__refund` fits no upstream; the configuration has"
                + " files, everything",
            "  22 |     tools: [ \"billing__refund\" ]",
            "     |              ^"),
        warnings("quickstart"));
  }

  @Test
  void oidcIsRight() throws IOException {
    assertEquals(List.of(), warnings("oidc"));
  }

  @Test
  void oidcSaysWhichSecretsAreMissing() throws IOException {
    Path file = copy("oidc");
    Files.delete(file.resolveSibling("secrets/billing-token"));
    CommandLineRun run = CommandLineRun.of("check", "--config", file.toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("`CRM_TOKEN` is not set"), run::err);
    assertTrue(run.err().contains("`secrets/billing-token` cannot be read"), run::err);
    assertTrue(run.err().contains("2 problems"), run::err);
  }

  @Test
  void localFilesIsRight() throws IOException {
    assertEquals(List.of(), warnings("local-files"));
  }

  @Test
  void sealedIsRight() throws IOException {
    assertEquals(List.of(), warnings("sealed"));
  }

  @Test
  void sealedNeedsAKeyToSealTo() throws IOException {
    Path file = copy("sealed");
    String keys = "  seal-keys: [ auditor.public.jwk ]\n";
    Files.writeString(file, Files.readString(file).replace(keys, ""));
    CommandLineRun run = CommandLineRun.of("check", "--config", file.toString());
    assertEquals(2, run.exitCode());
    assertEquals(
        "%s:16:11: `seal` needs the public key of an auditor, and %s names none; expected `seal-keys`"
                .formatted(file.resolveSibling("policy.yaml"), file)
            + " under `recordings`\n"
            + "  16 |     seal: [ arguments, result ]\n     |           ^\n1 problem\n",
        run.err());
  }

  @Test
  void everyFileNamesItsSchema() throws IOException {
    for (String example : List.of("quickstart", "oidc", "local-files", "sealed")) {
      for (String kind : List.of("gatehouse", "policy")) {
        Path file = Launcher.repository().resolve("examples/" + example + "/" + kind + ".yaml");
        String schema = "../../docs/schema/" + kind + ".schema.json";
        String first = Files.readString(file).lines().findFirst().orElse("");
        assertEquals("# yaml-language-server: $schema=" + schema, first);
        assertTrue(Files.exists(file.resolveSibling(schema)), schema);
      }
    }
  }

  @Test
  void everyPackOfPoliciesHasTestsAndPassesThem() throws IOException {
    Path packs = Launcher.repository().resolve("examples/policies");
    List<String> names = yamlFiles(packs);
    assertTrue(names.size() >= 16, names::toString);
    for (String name : names) {
      boolean isPack = !name.endsWith(".test.yaml") && !name.equals("for-tests.yaml");
      assertTrue(!isPack || names.contains(name.replace(".yaml", ".test.yaml")), name);
      String kind = name.endsWith(".test.yaml") ? "policy-test" : "policy";
      String schema = "# yaml-language-server: $schema=../../docs/schema/" + kind + ".schema.json";
      assertEquals(schema, Files.readAllLines(packs.resolve(name)).getFirst(), name);
    }
    CommandLineRun run = CommandLineRun.of("policy", "test", packs.toString());
    assertEquals(0, run.exitCode(), run::out);
    assertEquals("", run.err(), "no pack has warnings");
  }

  @Test
  void everyPackCanStandBesideThePolicyOfAnExample() throws IOException {
    Path file = copy("oidc");
    Path packs = Launcher.repository().resolve("examples/policies");
    List<String> all = yamlFiles(packs).stream().filter(name -> !name.contains("test")).toList();
    for (String pack : all) {
      Files.copy(packs.resolve(pack), file.resolveSibling(pack));
    }
    String files = "policies: [ policy.yaml, " + String.join(", ", all) + " ]";
    Files.writeString(file, Files.readString(file).replace("policies: [ policy.yaml ]", files));
    CommandLineRun run =
        CommandLineRun.with(ENVIRONMENT, false, "check", "--config", file.toString());
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(run.out().contains("8 policy files"), run::out);
  }

  private static List<String> yamlFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  private List<String> warnings(String example) throws IOException {
    Path file = copy(example);
    CommandLineRun run =
        CommandLineRun.with(ENVIRONMENT, false, "check", "--config", file.toString());
    assertEquals(0, run.exitCode(), run::err);
    assertTrue(run.out().startsWith("ok: "), run::out);
    String here = file.getParent() + "/";
    return run.err().lines().map(line -> line.replace(here, "")).toList();
  }

  private Path copy(String example) throws IOException {
    Path from = Launcher.repository().resolve("examples").resolve(example);
    Path to = folder.resolve(example);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    if (example.equals("oidc")) {
      Files.writeString(to.resolve("secrets/billing-token"), "another-token\n");
    }
    return to.resolve("gatehouse.yaml");
  }
}
