package dev.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.recordings.keys.KeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration may say of the keys that sign the log. */
class SigningTest {
  private static final String STORE = "{ pkcs12: log.p12, password: \"${env:P}\" }";
  private static final String TOKEN =
      "{ pkcs11: { library: /lib/p11.so, token: t, pin: \"${env:P}\", key: k } }";

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
    return ConfigurationFile.read(file, Map.of("P", "hunter2"));
  }

  private KeySource source(String recordings) throws IOException {
    var accepted = assertInstanceOf(ConfigurationReading.Accepted.class, read(recordings));
    assertFalse(accepted.toString().contains("hunter2"), accepted.toString());
    return accepted.configuration().recordings().log().keySource();
  }

  private void refusedFor(String problem, String recordings) throws IOException {
    var rejected = assertInstanceOf(ConfigurationReading.Rejected.class, read(recordings));
    List<String> messages = rejected.problems().stream().map(Problem::message).toList();
    assertEquals(List.of(problem), messages);
  }

  @Test
  void readsWhereTheKeysLieNowAndNext() throws IOException {
    var store = new KeySource.Pkcs12(folder.resolve("log.p12"), "hunter2");
    var token = new KeySource.Pkcs11(Path.of("/lib/p11.so"), "t", "hunter2", "k");
    assertEquals(new KeySource.Files(), source(""));
    assertEquals(store, source(", signing: " + STORE));
    assertEquals(token, source(", signing: " + TOKEN));
    assertEquals(
        new KeySource.Handover(store, token),
        source(", signing: " + STORE + ", next-signing: " + TOKEN));
    assertEquals(
        new KeySource.Handover(new KeySource.Files(), store), source(", next-signing: " + STORE));
  }

  @Test
  void refusesWhatCannotWork() throws IOException {
    refusedFor("expected either `pkcs12` or `pkcs11`", ", signing: { password: x }");
    refusedFor(
        "expected another place than that of `signing`",
        ", signing: " + STORE + ", next-signing: " + STORE);
  }
}
