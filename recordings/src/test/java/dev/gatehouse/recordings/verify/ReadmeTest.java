package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the readme of a bundle tells its reader to run; what needs a tool that is not installed
 * is left out, and says so.
 */
class ReadmeTest {
  private static final Path GO_PACKAGES =
      Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog");

  @TempDir Path temporary;
  private Path bundle = Path.of("");

  @BeforeEach
  void place() {
    bundle = temporary.resolve("bundle");
  }

  private static int run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start().waitFor();
  }

  private static boolean runs(Path directory, String... command) throws InterruptedException {
    try {
      return run(directory, List.of(command)) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String script(int number) throws IOException {
    String readme = Files.readString(bundle.resolve("README.txt"), UTF_8);
    return readme.split("---- 8< ----\n")[2 * number - 1];
  }

  private String export() throws RecordingException {
    return Bundles.small(temporary.resolve("data"), bundle);
  }

  @Test
  void pythonAcceptsTheBundleAndRefusesItsTamperedTwin()
      throws RecordingException, IOException, InterruptedException {
    assumeTrue(runs(temporary, "python3", "-c", "pow(2, -1, 5)"), "no python3 on the path");
    assumeTrue(runs(temporary, "openssl", "version"), "no openssl on the path");
    String key = export();
    Path check = Files.writeString(temporary.resolve("check.py"), script(1), UTF_8);
    requireJudges(List.of("python3", check.toString()), key);
  }

  @Test
  void goAcceptsTheBundleAndRefusesItsTamperedTwin()
      throws RecordingException, IOException, InterruptedException {
    assumeTrue(runs(temporary, "go", "version"), "no go on the path");
    assumeTrue(Files.isDirectory(GO_PACKAGES), "no golang.org/x/mod in " + GO_PACKAGES);
    String key = export();
    Path source = Files.writeString(temporary.resolve("check.go"), script(2), UTF_8);
    Path program = temporary.resolve("check");
    // As from Debian's packages, without a network.
    assertEquals(
        0,
        run(
            temporary,
            List.of(
                "env",
                "GO111MODULE=off",
                "GOFLAGS=",
                "GOPATH=/usr/share/gocode",
                "GOCACHE=" + temporary.resolve("cache"),
                "go",
                "build",
                "-o",
                program.toString(),
                source.toString())));
    requireJudges(List.of(program.toString()), key);
  }

  private void requireJudges(List<String> command, String key)
      throws IOException, InterruptedException {
    List<String> withKey = new ArrayList<>(command);
    withKey.add(key);
    assertEquals(0, run(bundle, command));
    assertEquals(0, run(bundle, withKey));
    for (String path : List.of("checkpoint", "tile/entries/000.p/6", "payload/000.jsonl")) {
      byte[] content = Files.readAllBytes(bundle.resolve(path));
      byte[] changed = Arrays.copyOf(content, content.length);
      changed[30] ^= 1;
      Files.write(bundle.resolve(path), changed);
      assertNotEquals(0, run(bundle, command), path);
      Files.write(bundle.resolve(path), content);
    }
    List<String> withAnother = new ArrayList<>(command);
    withAnother.add(BundleMaker.key().verifierKey().text());
    assertNotEquals(0, run(bundle, withAnother), "another key");
  }
}
