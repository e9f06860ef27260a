package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration shows a newcomer everything that it says, and every step is as expected. */
class DemonstrationTest {
  private static final Duration AT_MOST = Duration.ofSeconds(90);

  @Test
  void showsACallOfEachKindAndWhatAnAuditorCanDo(@TempDir Path folder) {
    Path directory = folder.resolve("demo");
    Finished finished =
        Finished.of(
                folder,
                AT_MOST,
                Product.command("demo", "--once", "--directory", directory.toString()))
            .expecting(0);
    String out = finished.out();
    for (String part :
        List.of(
            "PERMITTED  ",
            "MASKED  ",
            "REFUSED  ",
            "HELD  ",
            "APPROVED  ",
            "approvals approve ",
            "recorded: asked",
            "THROTTLED  ",
            "✓ exported",
            "✓ verified",
            "✓ flipped",
            "✓ searched",
            "✓ demo")) {
      assertTrue(out.contains(part), () -> part + " is not in\n" + out);
    }
    assertFalse(out.contains("✗"), out);
    assertFalse(out.contains("\u001b"), "plain text where there is no terminal");
    assertEquals("", finished.err());
    Product.run(folder, "verify", directory.resolve("data").toString()).expecting(0);
    Product.run(folder, "verify", directory.resolve("export").toString()).expecting(0);
    Product.run(folder, "verify", directory.resolve("export-tampered").toString()).expecting(1);
    assertTrue(Files.exists(directory.resolve("policy.yaml")));
  }
}
