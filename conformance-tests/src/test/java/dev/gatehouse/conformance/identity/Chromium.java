package dev.gatehouse.conformance.identity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.conformance.clients.NodePackages;
import dev.gatehouse.conformance.product.Finished;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A real browser without a screen, and a person of the realm before it who does what pages ask for.
 *
 * <p>Guarantee: a page that complains, in its scripts or by its content security policy, fails the
 * test; what was on the screen lies in {@code target/node/screens} then.
 */
public final class Chromium {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  /** What the script says where there is none for this machine. */
  private static final int MISSING = 3;

  private Chromium() {}

  /**
   * What came of a visit.
   *
   * @param end the address of the last page
   * @param status of the last page
   * @param text of the last page, as people read it
   * @param pages what the pages before it asked for
   */
  public record Visit(URI end, int status, String text, List<String> pages) {
    public Visit {
      pages = List.copyOf(pages);
    }
  }

  /** Skips the test where there is no browser for this machine, and says why. Unpacks it once. */
  public static synchronized void assumeThere() {
    Finished finished = run("{}");
    assumeTrue(finished.exitCode() != MISSING, finished.out());
    Finished _ = finished.expecting(0);
  }

  /** Somebody of the realm goes to an address, and agrees to whatever is asked. */
  public static Visit visit(URI address, String person) {
    JsonObject told =
        Json.createObjectBuilder()
            .add("address", address.toString())
            .add("user", person)
            .add("password", password(person))
            .build();
    JsonObject said = json(run(told.toString()).expecting(0).out());
    return new Visit(
        URI.create(said.getString("end")),
        said.getInt("status"),
        said.getString("text"),
        said.getJsonArray("pages").getValuesAs(JsonString::getString));
  }

  /** The password of somebody of the realm. */
  static String password(String person) {
    return person + "-password";
  }

  private static Finished run(String told) {
    List<String> command = List.of(NodePackages.recentNode(), "signin/browser.mjs", told);
    return Finished.of(NodePackages.folder(), AT_MOST, command);
  }

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
