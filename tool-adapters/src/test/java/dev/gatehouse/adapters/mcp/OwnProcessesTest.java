package dev.gatehouse.adapters.mcp;

import static dev.gatehouse.adapters.mcp.Children.awaitError;
import static dev.gatehouse.adapters.mcp.Children.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which client has which child. */
class OwnProcessesTest {
  private static final Conversation ASKABLE = Askings.client("a");
  private static final String ROOTS_CHANGED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}";

  @TempDir private Path directory;

  @Test
  void aClientThatCanBeAskedHasAProcessThatKnowsIt() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      String opened =
          slice(upstream.call(Askings.call("hello", ASKABLE), Calls.soon()), "initialize");
      assertTrue(opened.contains("\"protocolVersion\":\"2025-06-18\""), opened);
      assertTrue(opened.contains("\"clientInfo\":{\"name\":\"asked\",\"version\":\"1\"}"), opened);
      assertTrue(
          opened.contains("\"capabilities\":" + ASKABLE.metadata().clientCapabilities()), opened);
      upstream.call(Askings.call("hello", Askings.client("b")), Calls.soon());
      assertEquals(2, upstream.processes().ownCount());
      assertEquals(2, Askings.told(upstream, "started"));
    }
  }

  @Test
  void clientsThatCannotBeAskedShareOneThatKnowsNone() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      for (String key : List.of("a", "b")) {
        UpstreamCall call = Askings.call("hello", Calls.plain(key));
        String opened = slice(upstream.call(call, Calls.soon()), "initialize");
        assertTrue(opened.contains("\"capabilities\":{},\"clientInfo\":{\"name\":\"gatehouse\""));
      }
      assertEquals(0, upstream.processes().ownCount());
      assertEquals(1, Askings.told(upstream, "started"));
    }
  }

  @Test
  void aModernChildServesAll() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory, "modern")) {
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      upstream.call(Askings.call("echo", Askings.client("b")), Calls.soon());
      assertEquals(Era.MODERN, upstream.describe(ASKABLE, Calls.soon()).era());
      assertEquals(0, upstream.processes().ownCount());
      assertEquals(1, Askings.told(upstream, "started"));
    }
  }

  @Test
  void aClientThatDeclaresOtherCapabilitiesThanBeforeHasAnotherProcess() throws Exception {
    Conversation later = Askings.client("a", "{\"roots\":{}}");
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      upstream.call(Askings.call("hello", ASKABLE), Calls.soon());
      String opened =
          slice(upstream.call(Askings.call("hello", later), Calls.soon()), "initialize");
      assertTrue(opened.contains("\"capabilities\":{\"roots\":{}}"), opened);
      assertEquals(2, upstream.processes().ownCount());
      upstream.end("a");
      assertEquals(0, upstream.processes().ownCount());
    }
  }

  @Test
  void oneMoreThanThereMayBeIsRefusedWhileAllAreBusy() throws Exception {
    try (StdioUpstream upstream = limited(1, Duration.ofMinutes(1))) {
      Thread busy = Children.hanging(upstream, ASKABLE);
      UpstreamException refused =
          Calls.refused(
              Kind.UNREACHABLE,
              () -> upstream.call(Askings.call("echo", Askings.client("b")), Calls.soon()));
      assertTrue(refused.problem().endsWith("as many clients as it may at once, 1"));
      // Who needs none of his own is served.
      upstream.call(Askings.call("echo", Calls.plain("c")), Calls.soon());
      busy.interrupt();
      busy.join();
    }
  }

  @Test
  void aParkedCallKeepsItsProcess() throws Exception {
    try (StdioUpstream upstream = limited(1, Duration.ofMillis(100))) {
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      Calls.refused(
          Kind.UNREACHABLE,
          () -> upstream.call(Askings.call("echo", Askings.client("b")), Calls.soon()));
      Thread.sleep(300);
      upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon());
    }
  }

  @Test
  void oneWithNothingToDoIsEndedForAnother() throws Exception {
    try (StdioUpstream upstream = limited(1, Duration.ofMinutes(1))) {
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      upstream.call(Askings.call("echo", Askings.client("b")), Calls.soon());
      assertEquals(1, upstream.processes().ownCount());
      awaitError(upstream, "end of input");
    }
  }

  @Test
  void oneWithNothingToDoEndsAfterAWhile() throws Exception {
    try (StdioUpstream upstream = limited(8, Duration.ofMillis(100))) {
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      awaitError(upstream, "end of input");
      assertEquals(0, upstream.processes().ownCount());
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      assertEquals(2, Askings.told(upstream, "started"));
    }
  }

  @Test
  void endingAConversationEndsItsProcessAndItsParkedCalls() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      upstream.call(Askings.call("echo", Askings.client("b")), Calls.soon());
      InputRequired asked =
          Askings.asked(upstream.call(Askings.call("form", ASKABLE), Calls.soon()));
      upstream.end("a");
      awaitError(upstream, "end of input");
      assertEquals(1, upstream.processes().ownCount());
      assertEquals(0, upstream.parkedCount());
      Calls.refused(
          Kind.NOT_WAITING,
          () -> upstream.call(Askings.retry("form", ASKABLE, asked, "{}"), Calls.soon()));
    }
  }

  @Test
  void changesOfAClientsRootsReachItsOwnProcessOnly() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      Message.Notification changed = (Message.Notification) Calls.message(ROOTS_CHANGED);
      upstream.call(Askings.call("echo", Calls.plain("c")), Calls.soon());
      upstream.tell(changed, Calls.plain("c"), Calls.soon());
      upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
      upstream.tell(changed, Calls.plain("a"), Calls.soon());
      awaitError(upstream, "told .*roots/list_changed.*");
      upstream.call(Askings.call("echo", Calls.plain("c")), Calls.soon());
      assertEquals(1, Askings.told(upstream, "told .*roots/list_changed.*"));
    }
  }

  @Test
  void theLogLevelIsSentWhenItChanges() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      for (String level : List.of("info", "info", "error", "nonsense", "debug")) {
        upstream.call(Askings.call("echo", levelled(ASKABLE, level)), Calls.soon());
      }
      awaitError(upstream, "told .*setLevel.*debug.*");
      assertEquals(3, Askings.told(upstream, "told .*setLevel.*"));
    }
  }

  @Test
  void ofManyClientsWhoWantsMostDecidesTheLogLevel() throws Exception {
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      for (String level : List.of("error", "info", "emergency")) {
        upstream.call(Askings.call("echo", levelled(Calls.plain(level), level)), Calls.soon());
      }
      upstream.call(Askings.call("echo", levelled(Calls.plain("d"), "debug")), Calls.soon());
      awaitError(upstream, "told .*setLevel.*debug.*");
      assertEquals(3, Askings.told(upstream, "told .*setLevel.*"));
    }
  }

  @ParameterizedTest
  @CsvSource({"2025-11-25,,3", "2025-11-25,info,2", "2026-07-28,,0", "2026-07-28,error,1"})
  void aClientHearsTheLogMessagesThatItWants(String revision, String level, int count)
      throws Exception {
    Conversation client =
        new Conversation(
            "k",
            new RequestMetadata(
                revision, Optional.empty(), "{\"roots\":{}}", Optional.ofNullable(level)));
    List<Message.Notification> heard = new ArrayList<>();
    try (StdioUpstream upstream = Askings.upstream(directory)) {
      upstream.call(Children.call("log", client, heard::add), Calls.soon());
    }
    assertEquals(count, heard.size());
  }

  @Test
  void nothingStartsAfterTheEnd() throws Exception {
    StdioUpstream upstream = Askings.upstream(directory);
    upstream.call(Askings.call("echo", ASKABLE), Calls.soon());
    upstream.close();
    awaitError(upstream, "end of input");
    for (Conversation client : List.of(ASKABLE, Askings.client("b"), Calls.plain("c"))) {
      assertThrows(
          UpstreamException.class,
          () -> upstream.call(Askings.call("echo", client), Calls.after(1_000)));
    }
    assertEquals(1, Askings.told(upstream, "started"));
  }

  private StdioUpstream limited(int max, Duration idle) {
    return StdioUpstream.of(
        Askings.settings(directory).withOwnProcesses(new StdioSettings.OwnProcesses(max, idle)));
  }

  private static Conversation levelled(Conversation client, String level) {
    RequestMetadata metadata = client.metadata();
    return new Conversation(
        client.key(),
        new RequestMetadata(
            metadata.protocolVersion(),
            metadata.clientInfo(),
            metadata.clientCapabilities(),
            Optional.of(level)));
  }
}
