package dev.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration may say of a log that several gateways share. */
class SharedRecordingsTest {
  private static final String URL = "postgresql://db.example.com/gatehouse";

  @TempDir Path folder;

  private ConfigurationReading read(String recordings) throws IOException {
    Path file = folder.resolve("gatehouse.yaml");
    Files.writeString(
        file,
        """
        recordings: { directory: data%s }
        policies: [ policy.yaml ]
        upstreams: { crm: { url: "https://crm.example.com/mcp" } }
        """
            .formatted(recordings));
    return ConfigurationFile.read(file, Map.of("DB_PASSWORD", "hunter2"));
  }

  private void refusedFor(String problem, String recordings) throws IOException {
    var rejected = assertInstanceOf(ConfigurationReading.Rejected.class, read(recordings));
    List<String> messages = rejected.problems().stream().map(Problem::message).toList();
    assertEquals(List.of(problem), messages);
    assertFalse(messages.toString().contains("hunter2"), messages.toString());
  }

  @Test
  void readsNodeAndDatabaseAndShowsNoPassword() throws IOException {
    String text =
        ", node: a-1, postgres: { url: \"%s\", user: gate, password: \"${env:DB_PASSWORD}\" }"
            .formatted(URL);
    var accepted = assertInstanceOf(ConfigurationReading.Accepted.class, read(text));
    LogSettings log = accepted.configuration().recordings().log();
    assertEquals(Optional.of("a-1"), log.node());
    assertEquals(log.withPostgres(URL, "gate", "hunter2"), log);
    assertNotEquals(log.withPostgres(URL, "gate"), log);
    assertFalse(accepted.toString().contains("hunter2"), accepted.toString());
  }

  @Test
  void needsNeitherPasswordNorDatabase() throws IOException {
    String text = ", node: a, postgres: { url: \"%s\", user: gate }".formatted(URL);
    assertInstanceOf(ConfigurationReading.Accepted.class, read(text));
    assertInstanceOf(ConfigurationReading.Accepted.class, read(", node: a"));
    assertInstanceOf(ConfigurationReading.Accepted.class, read(""));
  }

  @Test
  void refusesWhatCannotWork() throws IOException {
    String user = "user: gate";
    refusedFor(
        "a shared log needs `node`, a name for this gateway",
        ", postgres: { url: \"" + URL + "\", user: gate }");
    refusedFor("`node` should be a short name such as `gateway-1`", ", node: \"a b\"");
    refusedFor(
        "the database's url expected to be like jdbc:postgresql://host:5432/database",
        ", node: a, postgres: { url: \"mysql://db/gatehouse\", " + user + " }");
    refusedFor(
        "the database's url expected to be like jdbc:postgresql://host:5432/database",
        ", node: a, postgres: { url: \"postgresql://gate:hunter2@db/gatehouse\", " + user + " }");
    refusedFor(
        "the database's url expected without user and password",
        ", node: a, postgres: { url: \"" + URL + "?password=hunter2\", " + user + " }");
    refusedFor(
        "the environment variable `NO_SUCH` is not set",
        ", node: a, postgres: { url: \"" + URL + "\", user: g, password: \"${env:NO_SUCH}\" }");
  }
}
