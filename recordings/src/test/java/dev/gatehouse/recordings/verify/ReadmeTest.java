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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the readme of a bundle tells its reader to run; needs Python, and is left out without.
 */
class ReadmeTest {
  @TempDir Path temporary;

  private static int run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start().waitFor();
  }

  private static boolean hasPython(Path directory) throws InterruptedException {
    try {
      return run(directory, List.of("python3", "-c", "pow(2, -1, 5)")) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void acceptsTheBundleAndRefusesItsTamperedTwin()
      throws RecordingException, IOException, InterruptedException {
    assumeTrue(hasPython(temporary), "no python3 on the path");
    Path bundle = temporary.resolve("bundle");
    String key = Bundles.small(temporary.resolve("data"), bundle);
    String readme = Files.readString(bundle.resolve("README.txt"), UTF_8);
    String script = readme.split("---- 8< ----\n")[1];
    Path check = Files.writeString(temporary.resolve("check.py"), script, UTF_8);
    List<String> command = List.of("python3", check.toString());
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
  }
}
