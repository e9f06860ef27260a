package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in the configuration and the policy are told all at once, each with its place. */
class MistakesTest {
  private static final String CONFIGURATION =
      """
      listen: 127.0.0.1:99999
      identity: { mode: magic }
      recordings: { directroy: data }
      policies: [ policy.yaml ]
      upstreams:
        Everything: { url: "ftp://127.0.0.1/mcp" }
        files: { command: "npx", url: "http://127.0.0.1:1/mcp" }
      """;

  private static final String POLICY =
      """
      default: maybe
      rules:
        - name: hide cards
          tools: [ "*" ]
          mask: { result: [ { detect: [ payment-crad ] } ] }
        - name: no deletes
          tool: [ "*__delete_*" ]
          refuse: true
        - name: large refunds
          tools: [ "billing__refund" ]
          when: "args.amount >"
          approve: { groups: [ finance ] }
      """;

  private static final Pattern PLACED =
      Pattern.compile("(?m)^.*(gatehouse|policy)\\.yaml:\\d+:\\d+\\b.*$");

  @ParameterizedTest
  @ValueSource(strings = {"check", "serve"})
  void allMistakesAreToldWithTheirPlaces(String command, @TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("gatehouse.yaml"), CONFIGURATION);
    Files.writeString(folder.resolve("policy.yaml"), POLICY);

    Finished finished = Product.run(folder, command, "--config", "gatehouse.yaml").expecting(2);

    String said = finished.out() + finished.err();
    for (String place :
        List.of(
            "gatehouse.yaml:1:",
            "gatehouse.yaml:2:",
            "gatehouse.yaml:3:",
            "gatehouse.yaml:6:",
            "gatehouse.yaml:7:",
            "policy.yaml:1:",
            "policy.yaml:5:",
            "policy.yaml:7:",
            "policy.yaml:8:",
            "policy.yaml:11:")) {
      assertTrue(said.contains(place), () -> "no problem at " + place + " in:\n" + said);
    }
    assertTrue(PLACED.matcher(said).results().count() >= 10, said);
    assertTrue(said.contains("expected"), said);
    assertFalse(said.contains("ready "), said);
    assertFalse(Files.exists(folder.resolve("data")), "nothing was started");
  }

  @Test
  void theExampleOfTheDocumentationIsAccepted(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        # gatehouse.yaml
        listen: 127.0.0.1:7411
        identity: { mode: local }
        recordings: { directory: data }
        policies: [ policy.yaml ]
        upstreams:
          everything: { url: "http://127.0.0.1:39023/mcp" }
          files: { command: [ "npx", "-y", "@modelcontextprotocol/server-filesystem", "." ] }
        """);
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        # policy.yaml
        default: permit
        rules:
          - name: hide cards and mail
            tools: [ "*" ]
            mask: { result: [ { detect: [ payment-card, email ] } ], arguments: [ { detect: [ payment-card ] } ] }
          - name: no deletes
            tools: [ "*__delete_*" ]
            refuse: "deleting is not allowed here"
          - name: large refunds need finance
            tools: [ "billing__refund" ]
            when: "args.amount > 100"
            approve: { groups: [ finance ] }
        """);
    Finished finished = Product.run(folder, "check", "--config", "gatehouse.yaml").expecting(0);
    assertEquals(0, finished.exitCode());
  }

  @Test
  void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
    Finished finished = Product.run(folder, "serve", "--config", "nowhere.yaml").expecting(2);
    assertTrue((finished.out() + finished.err()).contains("nowhere.yaml"));
  }
}
