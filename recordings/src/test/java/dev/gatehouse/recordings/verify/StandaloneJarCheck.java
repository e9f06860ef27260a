package dev.gatehouse.recordings.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.note.SigningKey;
import dev.gatehouse.recordings.timestamp.StampOutcome;
import dev.gatehouse.recordings.timestamp.TestTsa;
import dev.gatehouse.recordings.timestamp.TimestampClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the jar that stands alone, once it is built; not a test of the unit phase, hence its name.
 */
class StandaloneJarCheck {
  @TempDir Path temporary;

  private final SigningKey key = BundleMaker.key();

  /** What a run of the jar printed, and how it ended. */
  private record Run(int exitCode, String output) {}

  private Run run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("verifier.jar", "verifier.jar is not set")));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }

  private Path export() throws IOException, FaultException {
    BundleMaker maker = new BundleMaker();
    maker.add("boot");
    maker.exchange("e1", "{}");
    byte[] note = key.sign(maker.checkpoint().text());
    try (TestTsa tsa = TestTsa.start("EC", InstantSource.system())) {
      StampOutcome outcome =
          new TimestampClient(new SecureRandom(), TimestampClient.DEADLINE)
              .request(tsa.uri(), note);
      byte[] token = assertInstanceOf(StampOutcome.Stamped.class, outcome).token().response();
      maker.word("method", "timestamp").part("msg", token).part("tx", note).add("anchor");
    }
    MemoryBundle bundle = maker.sign(key);
    Path directory = temporary.resolve("bundle");
    for (String path : bundle.paths()) {
      Path file = directory.resolve(path);
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, bundle.read(path));
    }
    return directory;
  }

  @Test
  void acceptsAnExportWithItsTimestampAndNamesTheBadEntryOfItsTwin() throws Exception {
    Path export = export();
    Run good = run(export.toString(), "--key", key.verifierKey().text());
    assertEquals(0, good.exitCode(), good.output());
    assertTrue(good.output().contains("verified: 4 entries"), good.output());
    assertTrue(good.output().contains("timestamp: "), good.output());
    assertTrue(good.output().contains("certificate SHA-256 "), good.output());
    assertTrue(good.output().contains("warning: the log itself names"), good.output());

    Path payload = export.resolve("payload/000.jsonl");
    byte[] content = Files.readAllBytes(payload);
    content[13] ^= 1;
    Files.write(payload, content);
    Run bad = run(export.toString());
    assertEquals(1, bad.exitCode(), bad.output());
    assertTrue(bad.output().contains("not verified: entry 1: "), bad.output());
  }

  @Test
  void holdsAReceiptAgainstTheLog() throws Exception {
    Path export = export();
    String transcript = Files.readAllLines(export.resolve("transcript.jsonl")).get(2);
    String hash = transcript.substring(transcript.indexOf("\"hash\":\"") + 8).split("\"")[0];
    String receipt = "{\"origin\":\"made.example\",\"index\":2,\"leaf\":\"" + hash + "\"}";
    Path file = Files.writeString(temporary.resolve("receipt.json"), receipt);
    assertEquals(0, run(export.toString(), "--receipt", file.toString()).exitCode());
    Files.writeString(file, receipt.replace("\"index\":2", "\"index\":1"));
    Run bad = run(export.toString(), "--receipt", file.toString());
    assertEquals(1, bad.exitCode(), bad.output());
    assertTrue(bad.output().contains("not verified: entry 1: "), bad.output());
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    assertEquals(2, run().exitCode());
    assertEquals(2, run("nowhere", "--what").exitCode());
    assertEquals(0, run("--help").exitCode());
  }

  @Test
  void carriesNoDatabase() throws IOException {
    Path jar = Path.of(System.getProperty("verifier.jar", "verifier.jar is not set"));
    assertTrue(Files.size(jar) < 4L * 1024 * 1024, Files.size(jar) + " bytes");
    try (JarFile opened = new JarFile(jar.toFile())) {
      assertTrue(
          opened.stream()
              .noneMatch(entry -> entry.getName().matches("org/(sqlite|postgresql)/.*")));
    }
  }
}
