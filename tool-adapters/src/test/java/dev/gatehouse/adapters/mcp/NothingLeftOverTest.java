package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.UpstreamException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A thousand calls that are parked and end in every way there is leave nothing behind. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the child is a shell script")
class NothingLeftOverTest {
  private static final int CALLS = 1_000;
  private static final int CLIENTS = 8;

  // Starts in a few milliseconds, so that a thousand can be started and ended.
  private static final String CHILD =
      """
      n=0
      while IFS= read -r line; do
        id=${line#*'"id":'}; id=${id%%,*}
        case $line in
          *'"server/discover"'*) echo '{"jsonrpc":"2.0","id":'$id',"error":{"code":-32601,"message":"m"}}';;
          *'"initialize"'*) echo '{"jsonrpc":"2.0","id":'$id',"result":{"protocolVersion":"2025-11-25","capabilities":{}}}';;
          *'"tools/call"'*) call=$id; n=$((n+1)); echo '{"jsonrpc":"2.0","id":"q'$n'","method":"roots/list"}';;
          *'"result":{"die"'*) exit 7;;
          *'"result":'*) echo '{"jsonrpc":"2.0","id":'$call',"result":{}}';;
        esac
      done
      """;

  @TempDir private Path directory;

  @Test
  void aThousandParkedCallsLeaveNoThreadNoProcessAndNoEntry() throws Exception {
    Path script = directory.resolve("child.sh");
    Files.writeString(script, CHILD);
    Set<String> before = threads();
    Random random = new Random(42);
    StdioUpstream upstream =
        StdioUpstream.of(
            StdioSettings.of("u", List.of("sh", script.toString()), directory)
                .withRestart(new StdioSettings.Restart(Duration.ofNanos(1), Duration.ofNanos(2)))
                .withOwnProcesses(new StdioSettings.OwnProcesses(CLIENTS, Duration.ofMillis(150))),
            Askings.patience(100));
    int[] endings = new int[5];
    for (int i = 0; i < CALLS; i++) {
      Conversation client = Askings.client("client-" + random.nextInt(CLIENTS));
      InputRequired asked = asked(upstream, client);
      int ending = random.nextInt(endings.length);
      endings[ending]++;
      switch (ending) {
        case 0 -> upstream.call(Askings.retry("x", client, asked, "{\"roots\":[]}"), Calls.soon());
        case 1 -> broken(upstream, client, asked);
        case 2 -> upstream.giveUp(asked.state().orElseThrow());
        case 3 -> upstream.end(client.key());
        // It expires.
        default -> {}
      }
    }
    for (int count : endings) {
      assertTrue(count > CALLS / 10, "each ending is tried");
    }
    Askings.await(() -> upstream.parkedCount() == 0);
    Askings.await(() -> upstream.processes().ownCount() == 0);
    Askings.await(() -> ProcessHandle.current().children().noneMatch(NothingLeftOverTest::isOurs));
    Askings.await(() -> before.containsAll(threads()));
    upstream.close();
    assertEquals(Set.of(), leftOf(threads(), before));
  }

  @Test
  void aProcessThatLivesKeepsNothingOfCallsThatAreOver() throws Exception {
    Path script = directory.resolve("child.sh");
    Files.writeString(script, CHILD);
    Conversation client = Askings.client("a");
    try (StdioUpstream upstream =
        StdioUpstream.of(
            StdioSettings.of("u", List.of("sh", script.toString()), directory),
            Askings.patience(50))) {
      for (int i = 0; i < CALLS; i++) {
        InputRequired asked = asked(upstream, client);
        switch (i % 3) {
          case 0 -> upstream.call(Askings.retry("x", client, asked, "{}"), Calls.soon());
          case 1 -> upstream.giveUp(asked.state().orElseThrow());
          default -> {}
        }
      }
      Askings.await(() -> upstream.parkedCount() == 0);
      StdioServer server = upstream.processes().ownOf("a").getFirst();
      Askings.await(() -> server.calls().count() == 0);
      assertEquals(0, server.channel().openRequests());
      assertTrue(server.isQuiet());
    }
  }

  private static InputRequired asked(StdioUpstream upstream, Conversation client) throws Exception {
    while (true) {
      try {
        return Askings.asked(upstream.call(Askings.call("x", client), Calls.soon()));
      } catch (UpstreamException e) {
        // Its process was just ended, or is busy ending.
        Thread.sleep(1);
      }
    }
  }

  private static void broken(StdioUpstream upstream, Conversation client, InputRequired asked)
      throws Exception {
    try {
      upstream.call(Askings.retry("x", client, asked, "{\"die\":1}"), Calls.soon());
      throw new AssertionError("the child outlived its end");
    } catch (UpstreamException e) {
      assertEquals(UpstreamException.Kind.BROKEN_OFF, e.kind());
    }
  }

  private static boolean isOurs(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains("child.sh")).isPresent();
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("upstream-"))
        .collect(Collectors.toSet());
  }

  private static Set<String> leftOf(Set<String> after, Set<String> before) {
    List<String> left = new ArrayList<>(after);
    left.removeAll(before);
    return Set.copyOf(left);
  }
}
