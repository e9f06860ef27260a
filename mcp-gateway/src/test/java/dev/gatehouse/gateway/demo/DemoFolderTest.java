package dev.gatehouse.gateway.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.policies.PolicySet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  private static final URI BILLING = URI.create("http://127.0.0.1:4711/mcp");

  @Test
  void whatItWritesIsAcceptedWithoutAWarning(@TempDir Path path) throws IOException {
    DemoFolder folder = DemoFolder.write(path.resolve("new"), BILLING);
    for (Path file : List.of(folder.configuration(), folder.forStdio())) {
      var accepted =
          assertInstanceOf(
              ConfigurationReading.Accepted.class, ConfigurationFile.read(file), file.toString());
      assertEquals(List.of(), accepted.warnings());
    }
    var policies =
        assertInstanceOf(
            PolicySet.Reading.Accepted.class, PolicySet.read(List.of(folder.policy())));
    assertEquals(List.of(), policies.warnings());
  }

  @Test
  void aClientThatStartsItsOwnGatewayGetsItsOwnRecordings(@TempDir Path path) throws IOException {
    DemoFolder folder = DemoFolder.write(path, BILLING);
    assertEquals(folder.data(), recordings(folder.configuration()));
    assertTrue(!recordings(folder.forStdio()).equals(folder.data()));
  }

  @Test
  void refusesAFolderThatHoldsSomethingElse(@TempDir Path path) throws IOException {
    Files.writeString(path.resolve("policy.yaml"), "somebody's own");
    assertThrows(IOException.class, () -> DemoFolder.write(path, BILLING));
    assertEquals("somebody's own", Files.readString(path.resolve("policy.yaml")));
  }

  private static Path recordings(Path file) {
    return switch (ConfigurationFile.read(file)) {
      case ConfigurationReading.Accepted accepted ->
          accepted.configuration().recordings().directory();
      case ConfigurationReading.Rejected rejected ->
          throw new AssertionError(rejected.problems().toString());
    };
  }
}
