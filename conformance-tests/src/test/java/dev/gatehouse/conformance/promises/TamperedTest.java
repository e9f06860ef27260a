package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One byte changed in an export, file by file: the verifier refuses and names what it was. */
class TamperedTest {
  @Test
  void aChangedByteInAnyFileIsNamed(@TempDir Path folder) throws IOException {
    Path bundle = exported(folder);
    Product.run(folder, "verify", bundle.toString()).expecting(0);

    List<String> unnoticed = new ArrayList<>();
    for (Path file : files(bundle)) {
      byte[] original = Files.readAllBytes(file);
      byte[] changed = original.clone();
      changed[original.length / 2] ^= 1;
      Files.write(file, changed);
      Finished verified = Product.run(folder, "verify", bundle.toString());
      Files.write(file, original);
      String name = bundle.relativize(file).toString();
      if (verified.exitCode() != 1
          || !(verified.out().contains(name) || verified.out().matches("(?s).*entry \\d+.*"))) {
        unnoticed.add(name + ": " + verified);
      }
    }
    assertEquals(List.of(), unnoticed);
    Product.run(folder, "verify", bundle.toString()).expecting(0);
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) throws IOException {
    Path bundle = exported(folder);
    Path file =
        files(bundle).stream()
            .filter(f -> f.toString().contains("payload"))
            .findFirst()
            .orElseThrow();
    Files.delete(file);
    Finished verified = Product.run(folder, "verify", bundle.toString()).expecting(1);
    assertTrue(verified.out().contains("payload"), verified::out);
  }

  private static Path exported(Path folder) {
    try (FixtureUpstream upstream = FixtureUpstream.modern().tool("say", Answer.text("said"))) {
      Installation installation = new Installation(folder).upstream("fixture", upstream.uri());
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        for (int i = 0; i < 5; i++) {
          client.call("1", "fixture__say", "{\"n\":" + i + "}");
        }
      }
      return installation.export("export");
    }
  }

  private static List<Path> files(Path bundle) throws IOException {
    try (Stream<Path> paths = Files.walk(bundle)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
