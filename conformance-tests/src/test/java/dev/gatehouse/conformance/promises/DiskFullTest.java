package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.conformance.fixture.Answer;
import dev.gatehouse.conformance.fixture.FixtureUpstream;
import dev.gatehouse.conformance.fixture.RawClient;
import dev.gatehouse.conformance.fixture.RawClient.Reply;
import dev.gatehouse.conformance.product.ExportedLog;
import dev.gatehouse.conformance.product.GatehouseProcess;
import dev.gatehouse.conformance.product.Installation;
import dev.gatehouse.conformance.product.Product;
import dev.gatehouse.conformance.product.Receipt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When nothing more can be written, nothing more is called; and later it goes on. */
class DiskFullTest {
  /**
   * No file may grow beyond this, which is how a full disk looks to SQLite: enough to start and for
   * some calls, and reached after a few dozen of 64 KiB.
   */
  private static final int FILE_KIB_MAX = 6 * 1024;

  private static final int CALLS_MAX = 400;

  @Test
  void withoutARecordThereIsNoCall(@TempDir Path folder) {
    Random random = new Random(11);
    try (FixtureUpstream upstream = FixtureUpstream.legacy().tool("take", Answer.text("taken"))) {
      Installation installation = new Installation(folder).upstream("disk", upstream.uri());
      installation.configuration();
      List<Receipt> seen = new ArrayList<>();
      try (GatehouseProcess gateway = GatehouseProcess.serve(folder, limited());
          RawClient client = RawClient.legacy(gateway.mcp())) {
        assertEquals(200, RawClient.fetch(gateway.at("/health")).status());
        Reply reply = fill(client, random, seen);

        assertEquals(503, reply.status(), reply::body);
        int before = upstream.calls();
        for (int i = 0; i < 5; i++) {
          assertEquals(503, client.call("9", "disk__take", "{}").status());
        }
        assertEquals(before, upstream.calls(), "nothing goes upstream any more");
        assertEquals(503, RawClient.fetch(gateway.at("/health")).status());
      }

      try (GatehouseProcess again = installation.serve();
          RawClient client = RawClient.legacy(again.mcp())) {
        assertEquals(200, RawClient.fetch(again.at("/health")).status());
        seen.add(Receipt.of(client.call("10", "disk__take", "{}").json()));
      }
      installation.verify().expecting(0);
      ExportedLog log = ExportedLog.read(installation.export("export"));
      assertTrue(seen.stream().allMatch(receipt -> receipt.isIn(log)));
    }
  }

  /** Calls until one is not answered with a result, and gives that answer. */
  private static Reply fill(RawClient client, Random random, List<Receipt> seen) {
    for (int i = 0; i < CALLS_MAX; i++) {
      StringBuilder noise = new StringBuilder();
      random.ints(64 << 10, 'a', 'z').forEach(noise::appendCodePoint);
      Reply reply = client.call("1", "disk__take", "{\"noise\":\"" + noise + "\"}");
      if (reply.status() != 200) {
        return reply;
      }
      // The disk may get full between a request and its reply: then the stream ends without one.
      if (!reply.messages().isEmpty()) {
        seen.add(Receipt.of(reply.json()));
      }
    }
    throw new AssertionError("the disk did not get full in " + CALLS_MAX + " calls");
  }

  private static List<String> limited() {
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add("-c");
    command.add("ulimit -f " + FILE_KIB_MAX + "; exec \"$@\"");
    command.add("limited");
    command.addAll(Product.command("serve", "--config", "gatehouse.yaml"));
    return command;
  }
}
