package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an auditor takes away from a log, in each form, and what the programs of the page on
 * verifying say of it; they are left out where their tools are not installed.
 */
class ExportTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static String key = "";

  @BeforeAll
  static void record() throws IOException {
    try (FixtureUpstream upstream =
        FixtureUpstream.modern()
            .tool("say", Answer.text("<script>alert(1)</script>"))
            .tool("other", Answer.text("=1+1"))) {
      Installation installation = new Installation(folder).upstream("fixture", upstream.uri());
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        for (int i = 0; i < 3; i++) {
          client.call("1", "fixture__say", "{\"n\":" + i + "}");
          client.call("1", "fixture__other", "{\"n\":" + i + "}");
        }
      }
      // As the page says: these programs know the first kind of key only.
      key = Files.readAllLines(installation.data().resolve("log.vkey")).getFirst();
    }
    export("bundle");
    export("selection", "--tool", "say");
  }

  private static Finished export(String target, String... options) {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(new String[] {"export", target, "--data", "data"}, 0, arguments, 0, 4);
    System.arraycopy(options, 0, arguments, 4, options.length);
    return Product.run(folder, arguments).expecting(0);
  }

  @Test
  void aZipVerifiesLikeTheDirectoryAndIsNeverWrittenOver() {
    export("bundle.zip");
    Product.run(folder, "verify", "bundle.zip", "--key", key).expecting(0);
    Finished again = Product.run(folder, "export", "bundle.zip", "--data", "data").expecting(1);
    assertTrue(again.err().contains("the target exists"), again::err);
  }

  @Test
  void aSelectionHoldsWholeExchangesOfOneToolAndVerifies() throws IOException {
    Finished verified = Product.run(folder, "verify", "selection", "--key", key).expecting(0);
    assertTrue(verified.err().contains("whether others were left out"), verified::err);
    String readme = Files.readString(folder.resolve("selection/README.txt"));
    assertTrue(readme.startsWith("Gatehouse selection, form 1\n"), readme);
    long messages = 0;
    try (var files = Files.walk(folder.resolve("selection/entries"))) {
      for (Path leaf : files.filter(file -> file.endsWith("leaf.json")).toList()) {
        String text = Files.readString(leaf);
        assertFalse(text.contains("fixture__other"), text);
        messages += text.contains("fixture__say") ? 1 : 0;
      }
    }
    assertEquals(6, messages);
    Product.run(folder, "export", "none", "--data", "data", "--tool", "no-such").expecting(1);
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void viewsShowTheCallsAndNothingOfThemActs() throws IOException {
    String csv = export("-", "--format", "csv").out();
    assertTrue(csv.contains(",'=1+1,"), csv);
    assertEquals(-1, csv.replace("\r\n", "").indexOf('\r'), csv);
    String jsonl = export("-", "--format", "jsonl", "--tool", "other").out();
    assertEquals(3, jsonl.lines().count(), jsonl);
    assertFalse(jsonl.contains("fixture__say"), jsonl);
    export("page.html", "--format", "html");
    String html = Files.readString(folder.resolve("page.html"));
    assertTrue(html.contains("&lt;script&gt;alert(1)"), html);
    assertFalse(html.contains("<script"), html);
    Product.run(folder, "export", "page.html", "--format", "html", "--data", "data").expecting(1);
  }

  @Test
  void thatSomebodyExportsIsRecorded() {
    export("recorded.csv", "--format", "csv");
    Finished log = Product.run(folder, "log", "--data", "data", "--kind", "read").expecting(0);
    assertTrue(log.out().contains("export"), log::out);
  }

  @Test
  void mistakesAreNamed() {
    Finished time =
        Product.run(folder, "export", "x", "--data", "data", "--since", "yesterday").expecting(2);
    assertTrue(time.err().contains("--since `yesterday` expected to be like"), time::err);
    Product.run(folder, "export", "x", "--data", "data", "--kind", "nonsense").expecting(2);
    Product.run(folder, "export", "x", "--data", "data", "--format", "pdf").expecting(2);
  }

  @Test
  void theProgramInGoAcceptsBothAndRefusesTheirTwins() throws IOException {
    Path program = program("go", "check.go");
    List<String> go =
        List.of(
            "env", "GO111MODULE=off", "GOPATH=/usr/share/gocode", "GOFLAGS=", "go", "build", "-o");
    Path binary = folder.resolve("check-go");
    List<String> build = new ArrayList<>(go);
    build.addAll(List.of(binary.toString(), program.toString()));
    assumeTrue(
        Files.isDirectory(Path.of("/usr/share/gocode/src/golang.org/x/mod"))
            && runs(List.of("go", "version")),
        "no go, or no golang-golang-x-mod-dev");
    Finished.of(folder, AT_MOST, build).expecting(0);
    for (String directory : List.of("bundle", "selection")) {
      List<String> check = List.of(binary.toString(), directory, key);
      Finished.of(folder, AT_MOST, check).expecting(0);
      for (String path : evidence(directory)) {
        assertRefused(check, folder, folder.resolve(directory).resolve(path));
      }
    }
  }

  @Test
  void theProgramInPythonAcceptsASelectionAndRefusesItsTwin() throws IOException {
    Path program = program("python", "check.py");
    assertTrue(
        Files.readString(folder.resolve("selection/README.txt"))
            .contains(Files.readString(program)),
        "the program on the page is not the one in the readme");
    assumeTrue(
        runs(List.of("python3", "--version")) && runs(List.of("openssl", "version")),
        "no python3 or no openssl");
    List<String> check = List.of("python3", program.toString(), key);
    Path selection = folder.resolve("selection");
    Finished.of(selection, AT_MOST, check).expecting(0);
    for (String path : evidence("selection")) {
      assertRefused(check, selection, selection.resolve(path));
    }
  }

  private static List<String> evidence(String directory) throws IOException {
    if (directory.equals("bundle")) {
      try (var files = Files.walk(folder.resolve("bundle/tile/entries"))) {
        Path entries = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        return List.of("checkpoint", folder.resolve("bundle").relativize(entries).toString());
      }
    }
    try (var folders = Files.list(folder.resolve("selection/entries"))) {
      String entry = "entries/" + folders.findFirst().orElseThrow().getFileName();
      return List.of("checkpoint", entry + "/leaf.json", entry + "/proof.tlog-proof");
    }
  }

  private static void assertRefused(List<String> check, Path from, Path file) throws IOException {
    byte[] good = Files.readAllBytes(file);
    byte[] changed = good.clone();
    changed[readByOthers(good) / 2] ^= 1;
    Files.write(file, changed);
    Finished refused = Finished.of(from, AT_MOST, check);
    Files.write(file, good);
    assertNotEquals(0, refused.exitCode(), file + ": " + refused);
  }

  /** As far as the Ed25519 line: these programs read no line by another kind of key. */
  private static int readByOthers(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String dash = new String("— ".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    int line = text.indexOf("\n" + dash);
    return line < 0 ? file.length : text.indexOf('\n', line + 1);
  }

  /** The program of this language on the page, saved. */
  private static Path program(String language, String name) throws IOException {
    String page = Files.readString(Product.root().resolve("docs/verifying.md"));
    String[] parts = page.split("```" + language + "\n", 2);
    return Files.writeString(folder.resolve(name), parts[1].split("```\n", 2)[0]);
  }

  private static boolean runs(List<String> command) {
    try {
      return Finished.of(folder, AT_MOST, command).exitCode() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
