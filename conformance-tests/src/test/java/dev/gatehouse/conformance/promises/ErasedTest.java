package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.fixture.RawClient.Reply;
import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.recordings.durability.Guarantees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person who is erased is gone from every file, and no proof that was given breaks. */
class ErasedTest {
  /** What the person said, what was answered, and how their client calls itself. */
  private static final List<String> WORDS =
      List.of("the-words-of-a-person", "an-answer-about-a-person", "a-persons-client");

  private static final int CALLS = 40;

  @TempDir Path folder;

  @Test
  void nothingIsLeftOfWhoWasErasedAndEveryProofStillHolds() throws IOException {
    try (FixtureUpstream upstream =
        FixtureUpstream.legacy().tool("work", Answer.text(WORDS.get(1)))) {
      Installation installation = new Installation(folder).upstream("up", upstream.uri());
      Path receipt = folder.resolve("receipt.json");
      try (GatehouseProcess gateway = installation.serve();
          RawClient client = RawClient.modern(gateway.mcp())) {
        for (int i = 0; i < CALLS; i++) {
          Reply reply = call(client, i);
          Files.writeString(receipt, reply.body());
        }
        Path before = installation.export("before");
        assertFalse(Search.in(before, WORDS).isEmpty(), "it was there");

        // Beside the running gateway, which goes on.
        Finished held = order("hold", "--subject", user(), "--reason", "lawsuit 4");
        held.expecting(0);
        assertTrue(erase().expecting(1).err().contains("lawsuit 4"));
        order("hold", "--subject", user(), "--reason", "settled", "--lift").expecting(0);
        assertTrue(erase("--dry-run").expecting(0).out().contains("would erase"));
        assertTrue(erase().expecting(0).out().contains("erased"));
        assertEquals(200, call(client, CALLS).status());
        assertTrue(erase().expecting(0).out().contains("erased the parts of"));
      }

      Path after = installation.export("after");
      assertEquals(List.of(), Search.in(installation.data(), WORDS));
      assertEquals(List.of(), Search.in(after, WORDS));
      installation.verify().expecting(0);
      verify("before", "--receipt", receipt.toString());
      verify("after", "--receipt", receipt.toString());
      Guarantees.figure(
          "G11",
          "%d calls of a person erased: 0 bytes of them in data and export; proofs hold"
              .formatted(CALLS + 1));
    }
  }

  private static Reply call(RawClient client, int id) {
    String arguments = "{\"said\":\"%s %d\"}".formatted(WORDS.get(0), id);
    return client.post(
        client
            .callBody(Integer.toString(id), "up__work", arguments)
            .replace("\"name\":\"raw\"", "\"name\":\"" + WORDS.get(2) + "\""),
        Map.of("Mcp-Method", "tools/call", "Mcp-Name", "up__work"));
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  private Finished order(String... arguments) {
    return Product.run(folder, arguments);
  }

  private Finished erase(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("erase", "--subject", user(), "--reason", "asked for, case 17"));
    arguments.addAll(List.of(more));
    return Product.run(folder, arguments.toArray(String[]::new));
  }

  private void verify(String bundle, String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", bundle));
    arguments.addAll(List.of(more));
    Product.run(folder, arguments.toArray(String[]::new)).expecting(0);
  }
}
