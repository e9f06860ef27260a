package dev.gatehouse.recordings.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator takes what was not synced, all of it, and nothing else. */
class EmulatorTest {
  @TempDir Path temporary;

  @Test
  void takesWhatWasNotSyncedAndNothingElse() throws Exception {
    PowerCut power = scribbled();
    PowerCut.Loss loss = power.strike(new Survival.None());
    assertEquals(
        new TreeMap<>(
            Map.of(
                "kept", "synced",
                "late", "before",
                "grown", "before",
                "cut", "before",
                "over", "beYYre",
                "new", "its bytes are synced, its name is not",
                "old", "after",
                "here", "before")),
        content(power.disk()));
    assertTrue(Files.isDirectory(power.disk().resolve("there")));
    assertTrue(Files.isDirectory(power.disk().resolve("folder")), "but what is in it is lost");
    assertTrue(!Files.exists(power.disk().resolve("never")));
    assertTrue(loss.writes() >= 5 && loss.names() >= 4, loss::toString);
  }

  @Test
  void takesNothingWhereEverythingSurvives() throws Exception {
    PowerCut power = scribbled();
    Map<String, String> before = content(power.disk());
    assertEquals("zzzzzzzzz", before.get("over"));
    power.strike(new Survival.All());
    assertEquals(before, content(power.disk()));
  }

  private PowerCut scribbled() throws IOException, InterruptedException {
    PowerCut power = PowerCut.in(temporary);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Scribbler.class.getName(),
                power.disk().toString())
            .redirectErrorStream(true);
    builder.environment().putAll(power.environment());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return power;
  }

  private static Map<String, String> content(Path disk) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(disk)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        content.put(disk.relativize(path).toString(), Files.readString(path));
      }
    }
    return content;
  }
}
