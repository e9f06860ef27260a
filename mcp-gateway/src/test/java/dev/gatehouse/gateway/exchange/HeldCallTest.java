package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Listing;
import dev.gatehouse.gateway.approval.Outcome;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a call that people must approve, as its client, its upstream and the log see it.
 */
class HeldCallTest {
  private static final String POLICY =
      """
      default: permit
      rules:
        - name: refunds
          tools: [ crm__refund ]
          approve: { groups: [ finance ] }
      """;
  private static final String REFUND = "\"name\":\"crm__refund\",\"arguments\":{\"amount\":10}";
  private static final String DONE = "{\"content\":[{\"type\":\"text\",\"text\":\"refunded\"}]}";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Person BOB =
      new Person("bob", Optional.of("https://id"), Set.of("finance"), false);
  private static final Pattern STATE = Pattern.compile("\"requestState\":\"([^\"]+)\"");
  private static final Pattern TASK = Pattern.compile("\"taskId\":\"([^\"]+)\"");
  private static final String TASKS = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
  private static final String ADDRESSES = "{\"elicitation\":{\"url\":{}}}";

  @TempDir private Path directory;

  private static List<String> calls(FakeUpstream upstream) {
    return upstream.sent().stream().filter(text -> text.contains("tools/call")).toList();
  }

  private static CapturedSink refund(ExchangeBench gateway) {
    return gateway.modern("tools/call", "crm__refund", REFUND);
  }

  private static Approval only(ExchangeBench gateway) throws Exception {
    List<Approval> all = gateway.approvals().list(Listing.of());
    assertEquals(1, all.size(), all.toString());
    return all.getFirst();
  }

  private static void approve(ExchangeBench gateway, String id) throws Exception {
    Approval seen = gateway.approvals().find(id).orElseThrow();
    done(gateway.approvals().happened(id, new Event.Approved(BOB, "fine", seen.seen())));
  }

  private static Approval done(Outcome outcome) {
    if (outcome instanceof Outcome.Done(Approval approval)) {
      return approval;
    }
    throw new AssertionError(outcome.toString());
  }

  /** Does something as soon as an approval waits. */
  private static Thread whenWaiting(ExchangeBench gateway, Doing doing) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                List<Approval> waiting = List.of();
                for (int i = 0; waiting.isEmpty() && i < 500; i++) {
                  Thread.sleep(10);
                  waiting = gateway.approvals().list(Listing.of());
                }
                doing.with(waiting.getFirst());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  @FunctionalInterface
  private interface Doing {
    void with(Approval approval) throws Exception;
  }

  @Test
  void aCallThatIsApprovedWhileItsClientWaitsIsMadeAndEachStepIsInTheLog() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, LONG, crm)) {
      long before = gateway.size();
      whenWaiting(gateway, approval -> approve(gateway, approval.id()));
      String reply = refund(gateway).reply();
      assertTrue(reply.contains("refunded"), reply);
      assertTrue(reply.contains("\"approval\":\"" + only(gateway).id()), reply);
      assertEquals(State.USED, only(gateway).state());
      List<String> words =
          gateway.entries(before).stream()
              .map(entry -> entry.kind().wireName() + " " + entry.decision().orElse("-"))
              .toList();
      assertEquals(
          List.of(
              "request hold",
              "approval asked",
              "approval approved",
              "approval granted",
              "approval used",
              "decision permit",
              "response ok",
              "approval ended"),
          words);
    }
  }

  @Test
  void aClientThatCannotWaitComesBackAndTheCallIsMadeOnce() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String first = refund(gateway).reply();
      assertTrue(first.contains("waits for approval by `finance`"), first);
      assertTrue(first.contains("\"isError\":true"), first);
      String second = refund(gateway).reply();
      assertTrue(second.contains(only(gateway).id()), second);
      assertEquals(List.of(), calls(crm));
      approve(gateway, only(gateway).id());
      assertTrue(refund(gateway).reply().contains("refunded"));
      assertEquals(1, calls(crm).size());
      // What was approved once is asked anew.
      assertTrue(refund(gateway).reply().contains("waits for approval"));
      assertEquals(2, gateway.approvals().list(Listing.of()).size());
      assertEquals(1, calls(crm).size());
    }
  }

  @Test
  void aDenialIsToldOnceWithItsReason() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      refund(gateway);
      String id = only(gateway).id();
      done(gateway.approvals().happened(id, new Event.Denied(BOB, "too \"much\"")));
      String reply = refund(gateway).reply();
      assertTrue(reply.contains("was denied by") && reply.contains("too "), reply);
      assertTrue(refund(gateway).reply().contains("waits for approval"));
      assertEquals(List.of(), calls(crm));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\":10.0}",
        "{ \"amount\":10}",
        "{\"amount\":11}",
        "{\"amount\":10,\"to\":\"x\"}",
        "{\"\u0430mount\":10}",
        "{\"\\u0061mount\":10}"
      })
  void anyOtherByteOfTheArgumentsIsAnotherRequest(String arguments) throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      refund(gateway);
      String first = only(gateway).id();
      approve(gateway, first);
      String other =
          gateway
              .modern(
                  "tools/call",
                  "crm__refund",
                  "\"name\":\"crm__refund\",\"arguments\":" + arguments)
              .reply();
      assertTrue(other.contains("waits for approval"), other);
      assertFalse(other.contains(first), other);
      assertEquals(List.of(), calls(crm));
    }
  }

  @Test
  void aClientThatGaveUpWhileTheToolRanGetsItsResultByCallingAgain() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            call -> {
              if (call.request().method().equals("tools/call")) {
                running.countDown();
                end.await();
              }
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + DONE + "}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, LONG, crm)) {
      String session = gateway.session();
      String call =
          "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{" + REFUND + "}}";
      whenWaiting(gateway, approval -> approve(gateway, approval.id()));
      Thread first = Thread.ofVirtual().start(() -> gateway.legacy(session, call));
      running.await();
      gateway.legacy(
          session,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5,"
              + "\"reason\":\"McpError: MCP error -32001: Request timed out\"}}");
      end.countDown();
      first.join();
      String again = gateway.legacy(session, call.replace("\"id\":5", "\"id\":6")).reply();
      assertTrue(again.contains("refunded") && again.contains("\"id\":6"), again);
      assertEquals(1, calls(crm).size());
    }
  }

  @Test
  void cancellingWithdraws() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, LONG, crm)) {
      String session = gateway.session();
      whenWaiting(
          gateway,
          _ ->
              gateway.legacy(
                  session,
                  "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                      + "\"params\":{\"requestId\":5,\"reason\":\"the user stopped it\"}}"));
      CapturedSink sink =
          gateway.legacy(
              session,
              "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{"
                  + REFUND
                  + "}}");
      assertEquals(List.of("ended"), sink.received());
      assertEquals(State.WITHDRAWN, only(gateway).state());
      assertEquals(List.of(), calls(crm));
    }
  }

  @Test
  void aClientThatShowsAddressesIsGivenThePageAndCallsAgain() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String asked = gateway.capable(ADDRESSES, "tools/call", "crm__refund", REFUND).reply();
      assertTrue(asked.contains("\"resultType\":\"input_required\""), asked);
      assertTrue(asked.contains("https://gw/approvals/" + only(gateway).id()), asked);
      Matcher state = STATE.matcher(asked);
      assertTrue(state.find());
      approve(gateway, only(gateway).id());
      String answered =
          gateway
              .capable(
                  ADDRESSES,
                  "tools/call",
                  "crm__refund",
                  REFUND
                      + ",\"inputResponses\":{\"dev.gatehouse/approval\":{\"action\":\"accept\"}},"
                      + "\"requestState\":\""
                      + state.group(1)
                      + "\"")
              .reply();
      assertTrue(answered.contains("refunded"), answered);
      assertEquals(1, calls(crm).size());
      assertFalse(calls(crm).getFirst().contains("inputResponses"), calls(crm).getFirst());
      assertFalse(calls(crm).getFirst().contains("requestState"), calls(crm).getFirst());
    }
  }

  @Test
  void aPersonWhoDeclinesWithdraws() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String asked = gateway.capable(ADDRESSES, "tools/call", "crm__refund", REFUND).reply();
      Matcher state = STATE.matcher(asked);
      assertTrue(state.find());
      String answered =
          gateway
              .capable(
                  ADDRESSES,
                  "tools/call",
                  "crm__refund",
                  REFUND
                      + ",\"inputResponses\":{\"dev.gatehouse/approval\":{\"action\":\"decline\"}},"
                      + "\"requestState\":\""
                      + state.group(1)
                      + "\"")
              .reply();
      assertTrue(answered.contains("withdrawn"), answered);
      assertEquals(State.WITHDRAWN, only(gateway).state());
    }
  }

  @Test
  void aClientThatKnowsTasksPollsOne() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String begun = gateway.capable(TASKS, "tools/call", "crm__refund", REFUND).reply();
      assertTrue(begun.contains("\"resultType\":\"task\""), begun);
      Matcher matcher = TASK.matcher(begun);
      assertTrue(matcher.find());
      String task = matcher.group(1);
      assertTrue(polled(gateway, "tasks/get", task).contains("\"status\":\"working\""));
      approve(gateway, only(gateway).id());
      String last = polled(gateway, "tasks/get", task);
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (last.contains("\"status\":\"working\"") && System.nanoTime() < end) {
        Thread.sleep(20);
        last = polled(gateway, "tasks/get", task);
      }
      assertTrue(last.contains("\"status\":\"completed\"") && last.contains("refunded"), last);
      assertTrue(polled(gateway, "tasks/get", task).contains("refunded"));
      assertEquals(1, calls(crm).size());
      assertFalse(calls(crm).getFirst().contains("/tasks\""), calls(crm).getFirst());
      // A new call is a new request, and a new task.
      String next = gateway.capable(TASKS, "tools/call", "crm__refund", REFUND).reply();
      Matcher another = TASK.matcher(next);
      assertTrue(another.find(), next);
      assertNotEquals(task, another.group(1));
    }
  }

  @Test
  void aTaskThatIsCancelledIsWithdrawnAndOneThatIsDeniedEndsWithTheReason() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      String begun = gateway.capable(TASKS, "tools/call", "crm__refund", REFUND).reply();
      Matcher first = TASK.matcher(begun);
      assertTrue(first.find());
      polled(gateway, "tasks/cancel", first.group(1));
      String cancelled = polled(gateway, "tasks/get", first.group(1));
      assertTrue(cancelled.contains("\"status\":\"cancelled\""), cancelled);
      Matcher second =
          TASK.matcher(gateway.capable(TASKS, "tools/call", "crm__refund", REFUND).reply());
      assertTrue(second.find());
      String id = second.group(1).substring("gatehouse-approval-".length());
      done(gateway.approvals().happened(id, new Event.Denied(BOB, "no")));
      String denied = polled(gateway, "tasks/get", second.group(1));
      assertTrue(denied.contains("\"status\":\"completed\""), denied);
      assertTrue(denied.contains("was denied"), denied);
      assertEquals(List.of(), calls(crm));
    }
  }

  private static String polled(ExchangeBench gateway, String method, String task) {
    return gateway.capable(TASKS, method, task, "\"taskId\":\"" + task + "\"").reply();
  }

  @Test
  void whatAnApproverNarrowedIsWhatIsMade() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", DONE);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      refund(gateway);
      Approval seen = only(gateway);
      Approval narrowed =
          done(
              gateway
                  .approvals()
                  .happened(
                      seen.id(), new Event.Narrowed(BOB, "{\"amount\":5}", "half", seen.seen())));
      if (narrowed.state() == State.PENDING) {
        approve(gateway, seen.id());
      }
      assertTrue(refund(gateway).reply().contains("refunded"));
      assertTrue(calls(crm).getFirst().contains("{\"amount\":5}"), calls(crm).getFirst());
    }
  }

  @Test
  void whatAnUpstreamAsksInAnApprovedCallIsAnsweredOnce() throws Exception {
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.MODERN,
            call -> {
              boolean isAnswered = call.text().text().contains("inputResponses");
              String result =
                  isAnswered || !call.request().method().equals("tools/call")
                      ? "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"refunded\"}]}"
                      : "{\"resultType\":\"input_required\",\"inputRequests\":{\"q\":{\"method\":"
                            + "\"elicitation/create\",\"params\":{\"mode\":\"form\",\"message\":\"sure?\","
                            + "\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}},"
                            + "\"requestState\":\"s\"}";
              return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + result + "}";
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, crm)) {
      refund(gateway);
      approve(gateway, only(gateway).id());
      String asked = refund(gateway).reply();
      Matcher state = STATE.matcher(asked);
      assertTrue(state.find(), asked);
      String next =
          REFUND
              + ",\"inputResponses\":{\"q\":{\"action\":\"accept\",\"content\":{}}},\"requestState\":\""
              + state.group(1)
              + "\"";
      String answered = gateway.modern("tools/call", "crm__refund", next).reply();
      assertTrue(answered.contains("refunded"), answered);
      assertEquals(2, calls(crm).size());
      String again = gateway.modern("tools/call", "crm__refund", next).reply();
      assertFalse(again.contains("refunded"), again);
      assertEquals(2, calls(crm).size());
    }
  }
}
