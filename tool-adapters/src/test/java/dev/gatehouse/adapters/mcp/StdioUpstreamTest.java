package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StdioUpstreamTest {
  @TempDir private Path directory;

  private StdioSettings settings(String... args) {
    return StdioSettings.of("u", ChildServer.command(args), directory)
        .withProbeTimeout(Duration.ofMillis(1_500))
        .withRestart(new StdioSettings.Restart(Duration.ofMillis(300), Duration.ofMillis(600)));
  }

  private StdioUpstream child(String mode) {
    return StdioUpstream.of(settings(mode));
  }

  private static UpstreamCall call(String tool, UpstreamCall.Listener listener) {
    return Calls.call(
        Calls.LEGACY_CALL.replace("echo", tool), tool, Era.LEGACY, Calls.LEGACY, listener);
  }

  private static UpstreamCall call(String tool) {
    return call(tool, _ -> {});
  }

  private static ObjectNode result(UpstreamReply reply) {
    return (ObjectNode) ((Message.Result) reply.message()).result();
  }

  private static String slice(UpstreamReply reply, String member) {
    return reply.message().json().slice(result(reply).member(member).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "modern,MODERN",
    "slow-modern,MODERN",
    "legacy,LEGACY",
    "silent,LEGACY",
    "fragile,LEGACY"
  })
  void findsOutTheEra(String mode, Era era) throws Exception {
    StdioSettings quick =
        settings(mode).withProbeTimeout(Duration.ofMillis(mode.startsWith("s") ? 400 : 3_000));
    try (StdioUpstream upstream = StdioUpstream.of(quick)) {
      UpstreamDescription description = upstream.describe(Calls.MODERN, Calls.soon());
      assertEquals(era, description.era());
      assertEquals("{\"tools\":{}}", description.capabilities());
      assertEquals(
          era == Era.MODERN ? "modern" : "legacy", description.instructions().orElseThrow());
      assertEquals(era, upstream.call(Calls.modernCall(), Calls.soon()).shape());
    }
  }

  @ParameterizedTest
  @CsvSource({"refusing,UNINTELLIGIBLE", "alien,UNINTELLIGIBLE", "dead,UNREACHABLE"})
  void saysSoWhereThereIsNoServer(String mode, Kind kind) {
    try (StdioUpstream upstream = child(mode)) {
      Calls.refused(kind, () -> upstream.describe(Calls.MODERN, Calls.soon()));
    }
  }

  @Test
  void saysSoWhereThereIsNoProgram() {
    try (StdioUpstream upstream =
        StdioUpstream.of(
            StdioSettings.of("u", List.of("/no/such/program", "--token=secret"), directory))) {
      UpstreamException e =
          Calls.refused(Kind.UNREACHABLE, () -> upstream.describe(Calls.MODERN, Calls.soon()));
      assertFalse(e.problem().contains("secret"));
    }
  }

  @Test
  void changesOnlyIdAndProgressTokenWithinAnEra() throws Exception {
    try (StdioUpstream upstream = child("modern")) {
      UpstreamReply reply = upstream.call(Calls.modernCall(), Calls.soon());
      String own = ((Message.Result) reply.message()).id().json();
      assertEquals(
          Calls.MODERN_CALL.replace("\"c1\"", own).replace("\"pt\"", own), slice(reply, "got"));
    }
  }

  @Test
  void translatesBetweenTheErasAsOverHttp() throws Exception {
    try (StdioUpstream legacy = child("legacy");
        StdioUpstream modern = child("modern")) {
      String toLegacy = slice(legacy.call(Calls.modernCall(), Calls.soon()), "got");
      assertFalse(toLegacy.contains("io.modelcontextprotocol"), toLegacy);
      assertTrue(toLegacy.contains("\"x/y\":1"), toLegacy);
      String toModern = slice(modern.call(Calls.legacyCall(), Calls.soon()), "got");
      assertTrue(
          toModern.contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\""),
          toModern);
    }
  }

  @Test
  void sendsARequestInOneLine() throws Exception {
    String spread = Calls.LEGACY_CALL.replace(",\"method\"", ",\r\n  \"method\"");
    try (StdioUpstream upstream = child("legacy")) {
      UpstreamReply reply =
          upstream.call(
              Calls.call(spread, "echo", Era.LEGACY, Calls.LEGACY, _ -> {}), Calls.soon());
      assertTrue(slice(reply, "got").contains(",    \"method\""), slice(reply, "got"));
    }
  }

  @Test
  void passesProgressOnUnderTheClientsToken() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      List<String> heard = new ArrayList<>();
      upstream.call(call("progress", n -> heard.add(n.json().text())), Calls.soon());
      assertEquals(50, heard.size());
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
              + "\"params\":{\"progressToken\":\"pt\",\"progress\":49}}",
          heard.getLast());
    }
  }

  @Test
  void givesLogMessagesToTheOnlyCallAndDropsWhatBelongsToNone() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      List<String> heard = new ArrayList<>();
      upstream.call(call("log", n -> heard.add(n.method())), Calls.soon());
      assertEquals(List.of("notifications/message"), heard);
    }
  }

  @Test
  void givesLogMessagesToNobodyWhereSeveralWait() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      Thread other = hanging(upstream);
      List<String> heard = new ArrayList<>();
      upstream.call(call("log", n -> heard.add(n.method())), Calls.soon());
      assertEquals(List.of(), heard);
      other.interrupt();
      other.join();
    }
  }

  @Test
  void isNotHeldUpByACallThatDoesNotListen() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      CountDownLatch others = new CountDownLatch(1);
      CountDownLatch started = new CountDownLatch(1);
      List<Integer> heard = new CopyOnWriteArrayList<>();
      Thread slow =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      upstream.call(
                          call(
                              "flood",
                              _ -> {
                                started.countDown();
                                others.await();
                                heard.add(1);
                              }),
                          Calls.soon());
                    } catch (Exception e) {
                      heard.clear();
                    }
                  });
      ScriptedServer.await(started);
      for (int i = 0; i < 5; i++) {
        upstream.call(call("echo"), Calls.soon());
      }
      others.countDown();
      slow.join();
      assertTrue(heard.size() >= 10_000 && heard.size() < 30_000, heard.size() + " heard");
    }
  }

  @Test
  void answersWhatALegacyServerAsks() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      assertEquals(
          "[{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":5,"
              + "\"error\":{\"code\":-32601,\"message\":\"method not found\"}}]",
          slice(upstream.call(call("ask"), Calls.soon()), "answers"));
    }
  }

  @Test
  void readsPastNoise() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      assertEquals("1.0", slice(upstream.call(call("noise"), Calls.soon()), "é"));
    }
  }

  @Test
  void refusesALineBeyondItsLimitAndGoesOn() throws Exception {
    try (StdioUpstream upstream =
        StdioUpstream.of(settings("legacy").withMessages(new JsonLimits(100_000, 20)))) {
      Calls.refused(Kind.UNINTELLIGIBLE, () -> upstream.call(call("huge"), Calls.soon()));
      upstream.call(call("echo"), Calls.soon());
    }
  }

  @Test
  void endsByItsDeadlineAndTakesTheRequestBack() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      upstream.describe(Calls.LEGACY, Calls.soon());
      Calls.refused(Kind.TIMED_OUT, () -> upstream.call(call("hang"), Calls.after(300)));
      awaitError(upstream, "told .*notifications/cancelled.*\"requestId\":3.*");
      upstream.call(call("echo"), Calls.soon());
    }
  }

  @Test
  void takesARequestBackThatIsCancelled() throws Exception {
    try (StdioUpstream upstream = child("modern")) {
      Thread caller = hanging(upstream);
      caller.interrupt();
      caller.join(5_000);
      assertFalse(caller.isAlive());
      awaitError(upstream, "told .*notifications/cancelled.*");
    }
  }

  @Test
  void passesNotificationsOnButThoseOfThisHop() throws Exception {
    try (StdioUpstream upstream = child("legacy")) {
      for (String method : List.of("notifications/cancelled", "notifications/x")) {
        upstream.tell(
            (Message.Notification)
                Calls.message("{\"jsonrpc\":\"2.0\",\n\"method\":\"" + method + "\"}"),
            Calls.LEGACY,
            Calls.soon());
      }
      awaitError(upstream, "told .*notifications/x.*");
      assertFalse(String.join("", upstream.recentErrorOutput()).contains("cancelled"));
    }
  }

  @Test
  void breaksOffAllCallsWhenTheChildDiesAndStartsAnother() throws Exception {
    Path starts = directory.resolve("starts");
    try (StdioUpstream upstream = StdioUpstream.of(settings("legacy", starts.toString()))) {
      upstream.call(call("echo"), Calls.soon());
      List<Throwable> thrown = new CopyOnWriteArrayList<>();
      Thread other =
          Thread.ofVirtual()
              .start(
                  () ->
                      thrown.add(
                          assertThrows(
                              UpstreamException.class,
                              () -> upstream.call(call("hang"), Calls.soon()))));
      awaitError(upstream, "hanging.*");
      Calls.refused(Kind.BROKEN_OFF, () -> upstream.call(call("die"), Calls.soon()));
      other.join();
      assertEquals(Kind.BROKEN_OFF, ((UpstreamException) thrown.getFirst()).kind());
      // It had been of use: the next may start at once.
      upstream.call(call("echo"), Calls.soon());
      assertEquals("xx", Files.readString(starts));
    }
  }

  @Test
  void pausesBeforeItStartsAChildAgainThatWasOfNoUse() throws Exception {
    Path starts = directory.resolve("starts");
    try (StdioUpstream upstream = StdioUpstream.of(settings("legacy", starts.toString()))) {
      Calls.refused(Kind.BROKEN_OFF, () -> upstream.call(call("die"), Calls.soon()));
      for (int i = 0; i < 5; i++) {
        UpstreamException e =
            Calls.refused(Kind.UNREACHABLE, () -> upstream.call(call("echo"), Calls.soon()));
        assertTrue(e.problem().contains("started again"), e.problem());
      }
      Thread.sleep(350);
      upstream.call(call("echo"), Calls.soon());
      assertEquals("xx", Files.readString(starts));
    }
  }

  @Test
  void startsOneChildForCallsThatComeAtOnce() throws Exception {
    Path starts = directory.resolve("starts");
    try (StdioUpstream upstream = StdioUpstream.of(settings("legacy", starts.toString()))) {
      List<Throwable> faults = new CopyOnWriteArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        callers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        upstream.call(call("echo"), Calls.soon());
                      } catch (Exception e) {
                        faults.add(e);
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(List.of(), faults);
      assertEquals("x", Files.readString(starts));
    }
  }

  @Test
  void outlivesACallerWhoGivesUpWhileItStarts() throws Exception {
    Path starts = directory.resolve("starts");
    try (StdioUpstream upstream = StdioUpstream.of(settings("slow-modern", starts.toString()))) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(call("echo"), Calls.after(50)));
      upstream.call(call("echo"), Calls.soon());
      assertEquals("x", Files.readString(starts));
    }
  }

  @Test
  void givesTheChildOnlyWhatItIsMeantToHave() throws Exception {
    StdioSettings settings = settings("legacy").withEnvironment(Map.of("CHILD_SECRET", "s3cret"));
    try (StdioUpstream upstream = StdioUpstream.of(settings)) {
      UpstreamReply reply = upstream.call(call("environment"), Calls.soon());
      List<String> names = List.of(result(reply).string("names").orElseThrow().split(" "));
      assertTrue(names.contains("PATH") && names.contains("CHILD_SECRET"), names.toString());
      for (String name : names) {
        assertTrue(
            name.equals("CHILD_SECRET")
                || ChildEnvironment.of(Map.of(name, "x"), Map.of()).containsKey(name)
                || name.equals("PWD")
                || name.startsWith("_"),
            name);
      }
      assertEquals("s3cret", result(reply).string("secret").orElseThrow());
      assertEquals(
          directory.toRealPath(), Path.of(result(reply).string("directory").orElseThrow()));
      assertFalse(settings.toString().contains("s3cret"));
    }
  }

  @Test
  void closesTheInputFirst() throws Exception {
    StdioUpstream upstream = child("legacy");
    upstream.call(call("echo"), Calls.soon());
    upstream.close();
    awaitError(upstream, "end of input");
    Calls.refused(Kind.UNREACHABLE, () -> upstream.call(call("echo"), Calls.soon()));
  }

  @Test
  void endsAChildByForceThatWillNotEnd() throws Exception {
    StdioSettings defaults = settings("stubborn");
    StdioSettings settings =
        new StdioSettings(
            "u",
            defaults.command(),
            Map.of(),
            directory,
            defaults.messages(),
            defaults.probeTimeout(),
            defaults.restart(),
            Duration.ofMillis(200));
    StdioUpstream upstream = StdioUpstream.of(settings);
    upstream.call(call("echo"), Calls.soon());
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    upstream.close();
    for (int i = 0; i < 100 && children.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(20);
    }
    assertTrue(children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000_000})
  void carriesLargeMessagesBothWays(int size) throws Exception {
    String large = Calls.LEGACY_CALL.replace("\"n\": 1.0", "\"n\": \"" + "y".repeat(size) + "\"");
    try (StdioUpstream upstream = child("legacy")) {
      UpstreamReply reply =
          upstream.call(
              Calls.call(large, "echo", Era.LEGACY, Calls.LEGACY, _ -> {}),
              Deadline.after(Duration.ofSeconds(20)));
      assertInstanceOf(Message.Result.class, reply.message());
      assertTrue(slice(reply, "got").length() > size);
    }
  }

  private static Thread hanging(StdioUpstream upstream) throws Exception {
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThrows(
                        InterruptedException.class,
                        () -> upstream.call(call("hang"), Calls.soon())));
    awaitError(upstream, "hanging.*");
    return caller;
  }

  private static void awaitError(StdioUpstream upstream, String pattern) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (upstream.recentErrorOutput().stream().anyMatch(line -> line.matches(pattern))) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("not in " + upstream.recentErrorOutput());
  }
}
