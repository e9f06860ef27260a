package dev.gatehouse.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/clients.md tells readers to write works, as far as it can run here. */
class ClientsDocumentTest {
  private static final String ADDRESS = "http://127.0.0.1:7411";
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Pattern FENCED =
      Pattern.compile("```([a-z]+)\n(.*?)```", Pattern.DOTALL | Pattern.MULTILINE);

  /** As much of TOML as the document uses. */
  private static final Pattern TOML =
      Pattern.compile(
          "(?:\\[[a-z_]+(?:\\.[a-z_]+)*]\n"
              + "|[a-z_]+ = (?:\"[^\"\\\\]*\"|\\[\"[^\"]*\"(?:, \"[^\"]*\")*])\n)+");

  @TempDir private Path folder;

  private static List<String> examples(String language) throws IOException {
    String text = Files.readString(Product.root().resolve("docs/clients.md"));
    List<String> examples = new ArrayList<>();
    Matcher matcher = FENCED.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        examples.add(matcher.group(2));
      }
    }
    return examples;
  }

  @Test
  void examplesInJsonAndTomlCanBeReadAndLeadToTheGateway() throws IOException {
    List<String> json = examples("json");
    assertEquals(6, json.size());
    for (String example : json) {
      try (var reader = Json.createReader(new StringReader(example))) {
        JsonObject read = reader.readObject();
        JsonObject servers =
            read.getJsonObject(read.containsKey("servers") ? "servers" : "mcpServers");
        String server = servers.getJsonObject("gatehouse").toString();
        assertTrue(
            server.contains(ADDRESS + "/mcp") || server.contains("[\"stdio\",\"--config\","),
            server);
      }
    }
    List<String> toml = examples("toml");
    assertEquals(2, toml.size());
    for (String example : toml) {
      assertTrue(TOML.matcher(example).matches(), example);
    }
    assertFalse(TOML.matcher("[a]\nurl = http\n").matches());
  }

  @Test
  void examplesInJavaScriptAndJavaRun() throws IOException {
    try (FixtureUpstream crm =
            FixtureUpstream.modern().tool("find_customer", Answer.text("Ada Lovelace"));
        GatehouseProcess gateway = new Installation(folder).upstream("crm", crm.uri()).serve()) {
      String address = gateway.mcp().toString().replace("/mcp", "");
      List<String> scripts = examples("javascript");
      assertEquals(2, scripts.size());
      for (int i = 0; i < scripts.size(); i++) {
        Path script = NodePackages.folder().resolve("documented-" + i + ".mjs");
        Files.writeString(script, scripts.get(i).replace(ADDRESS, address));
        assertSays(List.of("node", script.getFileName().toString()), NodePackages.folder());
      }
      List<String> classes = examples("java");
      assertEquals(1, classes.size());
      Path source = folder.resolve("Example.java");
      Files.writeString(source, classes.getFirst().replace(ADDRESS, address));
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      assertSays(List.of(java, "-cp", Product.jars(), source.toString()), folder);
      assertEquals(3, crm.calls());
    }
  }

  private static void assertSays(List<String> command, Path folder) {
    Finished finished = Finished.of(folder, AT_MOST, command).expecting(0);
    assertTrue(finished.out().endsWith("1 Ada Lovelace\n"), finished::out);
  }
}
