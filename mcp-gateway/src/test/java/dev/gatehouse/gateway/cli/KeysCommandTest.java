package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse keys}, beside a gateway that works and without one. */
class KeysCommandTest {
  @TempDir private Path folder;

  private CommandLineRun run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "keys";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--config";
    all[arguments.length + 2] = folder.resolve("gatehouse.yaml").toString();
    return CommandLineRun.of(all);
  }

  @Test
  void showsAndRotatesThemBesideAGatewayAndWithoutOne() throws Exception {
    String first;
    try (WorkingGateway gateway = WorkingGateway.in(folder)) {
      Path handedOut = gateway.data().resolve("log.vkey");
      first = Files.readString(handedOut);
      CommandLineRun shown = run();
      assertEquals(0, shown.exitCode(), shown::err);
      assertTrue(shown.out().startsWith("since entry 0  Ed25519\n  gatehouse"), shown::out);
      assertTrue(shown.out().endsWith("the keys lie in files of the data directory\n"), shown::out);

      CommandLineRun rotated = run("rotate", "--reason", "yearly");
      assertEquals(0, rotated.exitCode(), rotated::err);
      assertTrue(rotated.out().startsWith("rotated: from entry "), rotated::out);
      assertNotEquals(first, Files.readString(handedOut));
    }
    CommandLineRun rotated = run("rotate", "--reason", "once more");
    assertEquals(0, rotated.exitCode(), rotated::err);
    CommandLineRun shown = run();
    assertEquals(3, shown.out().lines().filter(line -> line.endsWith("  ML-DSA-44")).count());
    String data = folder.resolve("data").toString();
    CommandLineRun verified = CommandLineRun.of("verify", data, "--key", first.strip());
    assertEquals(0, verified.exitCode(), verified::out);
  }

  @Test
  void refusesToRotateWithoutAReason() {
    for (List<String> wrong : List.of(List.of("rotate"), List.of("turn"), List.of("--reason=x"))) {
      assertEquals(2, run(wrong.toArray(String[]::new)).exitCode(), wrong::toString);
    }
  }
}
