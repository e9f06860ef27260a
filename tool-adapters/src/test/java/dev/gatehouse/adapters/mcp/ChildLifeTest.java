package dev.gatehouse.adapters.mcp;

import static dev.gatehouse.adapters.mcp.Children.awaitError;
import static dev.gatehouse.adapters.mcp.Children.call;
import static dev.gatehouse.adapters.mcp.Children.child;
import static dev.gatehouse.adapters.mcp.Children.result;
import static dev.gatehouse.adapters.mcp.Children.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How child processes begin and end. */
class ChildLifeTest {
  @TempDir private Path directory;

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
        settings(directory, mode)
            .withProbeTimeout(Duration.ofMillis(mode.startsWith("s") ? 400 : 3_000));
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
  @CsvSource({"slow-modern,false", "legacy,true"})
  void aModernChildIsAnsweredNothingThoughItWasTakenForALegacyOneFirst(
      String mode, boolean isAnswered) throws Exception {
    StdioSettings quick = settings(directory, mode).withProbeTimeout(Duration.ofMillis(400));
    try (StdioUpstream upstream = StdioUpstream.of(quick)) {
      upstream.describe(Calls.MODERN, Calls.soon());
      if (isAnswered) {
        upstream.call(call("ask"), Calls.soon());
      } else {
        Calls.refused(Kind.TIMED_OUT, () -> upstream.call(call("ask"), Calls.after(300)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"refusing,UNINTELLIGIBLE", "alien,UNINTELLIGIBLE", "dead,UNREACHABLE"})
  void saysSoWhereThereIsNoServer(String mode, Kind kind) {
    try (StdioUpstream upstream = child(directory, mode)) {
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
  void breaksOffAllCallsWhenTheChildDiesAndStartsAnother() throws Exception {
    Path starts = directory.resolve("starts");
    try (StdioUpstream upstream =
        StdioUpstream.of(settings(directory, "legacy", starts.toString()))) {
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
    try (StdioUpstream upstream =
        StdioUpstream.of(settings(directory, "legacy", starts.toString()))) {
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
    try (StdioUpstream upstream =
        StdioUpstream.of(settings(directory, "legacy", starts.toString()))) {
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
    try (StdioUpstream upstream =
        StdioUpstream.of(settings(directory, "slow-modern", starts.toString()))) {
      Calls.refused(Kind.UNREACHABLE, () -> upstream.call(call("echo"), Calls.after(50)));
      upstream.call(call("echo"), Calls.soon());
      assertEquals("x", Files.readString(starts));
    }
  }

  @Test
  void givesTheChildOnlyWhatItIsMeantToHave() throws Exception {
    StdioSettings settings =
        settings(directory, "legacy").withEnvironment(Map.of("CHILD_SECRET", "s3cret"));
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
    StdioUpstream upstream = child(directory, "legacy");
    upstream.call(call("echo"), Calls.soon());
    upstream.close();
    awaitError(upstream, "end of input");
    Calls.refused(Kind.UNREACHABLE, () -> upstream.call(call("echo"), Calls.soon()));
  }

  @Test
  void endsAChildByForceThatWillNotEnd() throws Exception {
    StdioSettings settings = settings(directory, "stubborn").withStopGrace(Duration.ofMillis(200));
    StdioUpstream upstream = StdioUpstream.of(settings);
    upstream.call(call("echo"), Calls.soon());
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    upstream.close();
    for (int i = 0; i < 100 && children.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(20);
    }
    assertTrue(children.stream().noneMatch(ProcessHandle::isAlive));
  }
}
