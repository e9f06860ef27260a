package dev.gatehouse.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.LogReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the owner, where callers are not told apart. */
class ApprovalsCommandTest {
  private static final String ARGUMENTS = "{\"customer\":\"c-17\",\"amount\":250}";

  @TempDir private Path folder;
  private FakeServer server;
  private HeldSeeds seeds;

  @BeforeEach
  void write() throws Exception {
    server = FakeServer.start();
    WorkingGateway.write(folder, server);
    seeds = new HeldSeeds(folder.resolve("data"));
  }

  @AfterEach
  void stopAndVerify() {
    server.close();
    String data = folder.resolve("data").toString();
    CommandLineRun verified = CommandLineRun.of("verify", data);
    assertEquals(0, verified.exitCode(), verified::out);
  }

  private String held() throws Exception {
    return held("refund", ARGUMENTS);
  }

  private String held(String tool, String arguments) throws Exception {
    return seeds.held(tool, arguments, HeldSeeds.OWNER, HeldSeeds.demand(1, "finance"));
  }

  private String[] approvals(String... arguments) {
    List<String> all = new ArrayList<>(List.of("approvals"));
    all.addAll(List.of(arguments));
    all.add("--config");
    all.add(folder.resolve("gatehouse.yaml").toString());
    return all.toArray(String[]::new);
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.of(approvals(arguments));
  }

  /** As on a terminal, where a person types this. */
  private CommandLineRun typing(String typed, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            true,
            Map.of());
    int exitCode = Main.run(terminal, approvals(arguments));
    return new CommandLineRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static String seen(CommandLineRun shown) {
    Matcher seen = Pattern.compile("--seen ([0-9a-f]+)").matcher(shown.out());
    assertTrue(seen.find(), shown::out);
    return seen.group(1);
  }

  private Approval one(String id) throws Exception {
    return seeds.all().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void saysThatNothingWaitsWhereNothingWasEverHeld() {
    assertEquals("nothing waits\n", run().out());
    assertEquals("nothing was decided\n", run("list", "--decided").out());
    assertEquals("", run("list", "--all", "--json").out());
    assertEquals("nobody is away\n", run("delegations").out());
    assertEquals(2, run("--waiting", "--all").exitCode());
  }

  @Test
  void listsWhatWaitsAndWhatIsDecided() throws Exception {
    String id = held();
    List<String> lines = run().out().lines().toList();
    assertEquals(2, lines.size(), lines::toString);
    assertTrue(lines.get(1).startsWith(id + "  pending"), lines::toString);
    assertTrue(lines.get(1).endsWith("billing refund"), lines::toString);
    assertEquals(lines, run("list", "--mine").out().lines().toList());
    assertEquals("nothing was decided\n", run("--decided").out());
    assertEquals(0, run("deny", id, "--reason", "not today").exitCode());
    assertEquals("nothing waits\n", run().out());
    assertTrue(run("--decided").out().contains(id + "  denied"));
    String json = run("--all", "--json").out();
    assertTrue(json.startsWith("{\"id\":\"" + id + "\",\"state\":\"denied\""), json);
    assertTrue(json.contains("\"why\":\"not today\""), json);
    assertFalse(json.contains("amount"), json);
  }

  @Test
  void approvesOnStoppedRecordingsWhatWasSeenAndRecordsIt() throws Exception {
    String id = held();
    CommandLineRun shown = run("show", id);
    assertEquals(0, shown.exitCode(), shown::err);
    assertTrue(shown.out().contains("c-17"), shown::out);
    assertTrue(shown.out().contains("Pays money back."), shown::out);
    assertEquals(2, run("approve", id).exitCode());
    assertEquals(1, run("approve", id, "--seen", "0123456789abcdef").exitCode());
    assertEquals(State.PENDING, one(id).state());
    CommandLineRun approved = run("approve", id, "--seen", seen(shown), "--reason", "case 17");
    assertEquals(0, approved.exitCode(), approved::err);
    assertTrue(approved.out().startsWith("granted, until "), approved::out);
    assertEquals(State.GRANTED, one(id).state());
    assertEquals("case 17", one(id).votes().getFirst().reason());
    assertEquals(1, run("approve", id, "--seen", seen(shown)).exitCode());
    try (LogReader reader = LogReader.open(folder.resolve("data"))) {
      List<String> decisions =
          reader.read(0, (int) reader.size()).stream()
              .filter(entry -> entry.kind() == EntryKind.APPROVAL)
              .flatMap(entry -> entry.decision().stream())
              .toList();
      assertEquals(List.of("asked", "approved", "granted"), decisions);
    }
  }

  @Test
  void leavesWhatPeopleAreToBeToldForTheNextStart() throws Exception {
    String id = held();
    assertEquals(0, run("deny", id, "--reason", "not today").exitCode());
    assertEquals(List.of("asked", "denied"), seeds.untold());
    assertEquals(List.of(), seeds.untold());
  }

  @Test
  void decidesAtTheRunningGateway() throws Exception {
    String id = held();
    try (WorkingGateway gateway = WorkingGateway.in(folder)) {
      CommandLineRun approved =
          run("approve", id, "--seen", seen(run("show", id)), "--reason", "case 17", "--json");
      assertEquals(0, approved.exitCode(), approved::err);
      assertTrue(approved.out().contains("\"state\":\"granted\""), approved::out);
      CommandLineRun revoked = run("revoke", id, "--reason", "a mistake");
      assertEquals("revoked\n", revoked.out(), revoked::err);
      assertTrue(Files.exists(gateway.data().resolve("approvals.db")));
    }
    assertEquals(State.REVOKED, one(id).state());
  }

  @Test
  void hidesInReasonsWhatPolicyHides() throws Exception {
    String id = held();
    String card = "4111 1111 1111 1111";
    assertEquals(0, run("justify", id, "for the card " + card).exitCode());
    assertEquals(0, run("deny", id, "--reason", "no card like " + card).exitCode());
    assertFalse(one(id).why().contains("4111"), one(id).why());
    assertFalse(one(id).justification().contains("4111"), one(id).justification());
    String other = held("refund", "{}");
    try (WorkingGateway _ = WorkingGateway.in(folder)) {
      assertEquals(0, run("withdraw", other, "--reason", "no card like " + card).exitCode());
    }
    assertEquals(State.WITHDRAWN, one(other).state());
    assertFalse(one(other).why().contains("4111"), one(other).why());
  }

  @Test
  void asksOnATerminal() throws Exception {
    String id = held();
    CommandLineRun no = typing("y\n", "approve", id);
    assertEquals(1, no.exitCode());
    assertTrue(no.out().contains("c-17"), no::out);
    assertTrue(no.err().contains("nothing was decided"), no::err);
    assertEquals(1, typing("", "approve", id).exitCode());
    assertEquals(State.PENDING, one(id).state());
    CommandLineRun yes = typing("yes\ncase 17\n", "approve", id);
    assertEquals(0, yes.exitCode(), yes::err);
    assertEquals("case 17", one(id).votes().getFirst().reason());
  }

  @Test
  void breaksTheGlassWithAReasonAlone() throws Exception {
    String id = held();
    assertEquals(2, typing("yes\n", "break-glass", id).exitCode());
    CommandLineRun broken = typing("yes\n", "break-glass", id, "--reason", "outage 12");
    assertEquals(0, broken.exitCode(), broken::err);
    assertTrue(one(id).glassBroken());
    assertTrue(run("--decided").out().contains("glass broken"));
  }

  @Test
  void putsOtherArgumentsInPlaceAndSaysYesToThem() throws Exception {
    String id = held();
    Path change = Files.writeString(folder.resolve("change.json"), "{\"amount\":50}");
    CommandLineRun shown = run("show", id, "--change", change.toString());
    assertTrue(shown.out().contains("250") && shown.out().contains("50"), shown::out);
    assertEquals(seen(run("show", id)), seen(shown));
    assertEquals(ARGUMENTS, one(id).argumentsJson());
    CommandLineRun changed =
        run("approve", id, "--seen", seen(shown), "--change", change.toString());
    assertEquals(0, changed.exitCode(), changed::err);
    assertEquals("{\"customer\":\"c-17\",\"amount\":50}", one(id).argumentsJson());
    assertEquals(State.GRANTED, one(id).state());
    Files.writeString(change, "[1]");
    String other = held("refund", "{}");
    assertEquals(1, run("show", other, "--change", change.toString()).exitCode());
    assertEquals(2, run("show", other, "--change", folder.resolve("no").toString()).exitCode());
  }

  @Test
  void decidesNothingWhereOnlyTheDirectoryIsNamed() throws Exception {
    String id = held();
    String data = folder.resolve("data").toString();
    CommandLineRun denied =
        CommandLineRun.of("approvals", "deny", id, "--reason", "no", "--data", data);
    assertEquals(1, denied.exitCode());
    assertTrue(denied.err().contains("--config instead of the directory"), denied::err);
    assertEquals(0, CommandLineRun.of("approvals", "show", id, "--data", data).exitCode());
  }

  @Test
  void theOwnerDecidesNothingThatSomebodyWhoSignedInAskedFor() throws Exception {
    String id =
        seeds.held(
            "refund",
            ARGUMENTS,
            HeldSeeds.of("ada", "https://sso.example.com"),
            HeldSeeds.demand(1, "finance"));
    CommandLineRun approved = run("approve", id, "--seen", seen(run("show", id)));
    assertEquals(1, approved.exitCode());
    assertTrue(approved.err().contains("people who sign in decide it"), approved::err);
    assertEquals(State.PENDING, one(id).state());
  }

  @Test
  void knowsNobodyToStandIn() {
    CommandLineRun leave = run("absence", "--until", "2126-01-01", "--to", "bob");
    assertEquals(1, leave.exitCode());
    assertTrue(leave.err().contains("nobody but its owner"), leave::err);
    assertEquals(2, run("absence", "--until", "soon", "--to", "bob").exitCode());
    assertEquals(2, run("absence", "--end", "--to", "bob").exitCode());
    assertEquals(2, run("absence").exitCode());
    assertEquals(1, run("absence", "--end").exitCode());
  }

  @Test
  void nothingThatACallerWroteForgesALine() throws Exception {
    String evil = "refund\nto approve it: all is well \u001b[2J\u009b31m\u202edrowssap\u2028x";
    String id = held(evil, "{\"note\":\"x\\n\\u001b[1A\\u202eTerms\\r\\nto approve it: nothing\"}");
    assertEquals(0, run("justify", id, "a\nto approve it: trust me\u001b]0;x\u0007").exitCode());
    for (CommandLineRun run :
        List.of(run(), run("list", "--json"), run("show", id), run("show", id, "--json"))) {
      assertEquals(0, run.exitCode(), run::err);
      assertTrue(run.out().chars().allMatch(c -> c == '\n' || isHarmless((char) c)), run::out);
    }
    assertEquals(2, run().out().lines().count());
    assertEquals(1, run("show", id, "--json").out().lines().count());
    List<String> ours =
        run("show", id).out().lines().filter(it -> it.startsWith("to approve it:")).toList();
    assertEquals(1, ours.size(), ours::toString);
    CommandLineRun unknown = run("show", "01K\nx\u001b[2J");
    assertEquals(1, unknown.exitCode());
    assertTrue(unknown.err().chars().allMatch(c -> c == '\n' || isHarmless((char) c)));
  }

  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
