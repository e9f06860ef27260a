package dev.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation tells readers to write under identity can be read. */
class IdentityDocumentTest {
  private static final Pattern FENCED = Pattern.compile("```yaml\n(identity:\n[^`]*)```");
  private static final Path DOCUMENTS = Path.of("..", "docs");
  private static final String REST =
      """
      recordings: { directory: data }
      policies: [ policy.yaml ]
      upstreams:
        crm: { url: "https://crm.example.com/mcp" }
      """;

  private static final Map<String, String> SECRETS =
      Map.of("SSO_SECRET", "one", "GOOGLE_SECRET", "two", "NIGHTLY_SECRET", "three-and-some-more");

  @TempDir private Path folder;

  @Test
  void everyExampleIsAccepted() throws IOException {
    List<String> examples = new ArrayList<>();
    for (String document : List.of("identity.md", "configuration.md")) {
      Matcher fenced = FENCED.matcher(Files.readString(DOCUMENTS.resolve(document)));
      while (fenced.find()) {
        examples.add(fenced.group(1));
      }
    }
    assertEquals(12, examples.size());
    for (String example : examples) {
      Path file = Files.writeString(folder.resolve("gatehouse.yaml"), example + REST);
      ConfigurationReading read = ConfigurationFile.read(file, SECRETS);
      assertInstanceOf(ConfigurationReading.Accepted.class, read, () -> example + read);
    }
  }
}
