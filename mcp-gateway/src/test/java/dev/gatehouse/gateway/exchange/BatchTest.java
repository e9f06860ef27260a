package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several messages that come as one. */
class BatchTest {
  private static final String PERMIT = "default: permit\nrules: []\n";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"ping\"}";
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\","
          + "\"params\":{\"name\":\"crm__find\",\"arguments\":{}}}";
  private static final String NOTE =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}";

  @TempDir private Path directory;

  private ExchangeBench gateway() throws Exception {
    return new ExchangeBench(directory, PERMIT, FakeUpstream.answering("crm", "{\"content\":[]}"));
  }

  @Test
  void answersEachRequestAndRecordsEachMessageByItself() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      String session = gateway.session("2025-03-26", "{}");
      long before = gateway.size();
      List<String> got =
          gateway
              .legacy(session, "[" + PING.formatted(1) + ",\n" + CALL + ", " + NOTE + ", 7]")
              .received();
      assertEquals(3, got.size(), got::toString);
      assertTrue(got.stream().allMatch(reply -> reply.startsWith("batch ")), got::toString);
      for (String id : List.of("\"id\":1", "\"id\":2", "-32600")) {
        assertEquals(1, got.stream().filter(reply -> reply.contains(id)).count(), id);
      }
      List<String> lines = gateway.lines(before);
      assertEquals(3, lines.stream().filter(line -> line.startsWith("request ")).count());
      assertEquals(1, lines.stream().filter(line -> line.startsWith("event ")).count());
      assertEquals(3, lines.stream().filter(line -> line.startsWith("response ")).count());
    }
  }

  @Test
  void onlyAcceptsWhatWantsNoReply() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      String session = gateway.session("2025-03-26", "{}");
      assertEquals(
          List.of("accepted"), gateway.legacy(session, "[" + NOTE + "," + NOTE + "]").received());
    }
  }

  @Test
  void opensNoSessionByABatch() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      CapturedSink sink =
          gateway.legacy(
              gateway.session("2025-03-26", "{}"),
              "[{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
                  + "\"protocolVersion\":\"2025-03-26\",\"capabilities\":{}}}]");
      assertTrue(sink.reply().contains("-32600"), sink::reply);
      assertEquals("", sink.session());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-06-18", "2025-11-25"})
  void knowsNoBatchesInLaterRevisions(String revision) throws Exception {
    try (ExchangeBench gateway = gateway()) {
      CapturedSink sink =
          gateway.legacy(gateway.session(revision, "{}"), "[" + PING.formatted(1) + "]");
      assertTrue(sink.reply().startsWith("400 "), sink::reply);
      assertTrue(sink.reply().contains("-32600"), sink::reply);
    }
  }

  @Test
  void refusesNoneAndTooMany() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      String session = gateway.session("2025-03-26", "{}");
      String most = String.join(",", Collections.nCopies(Batch.MESSAGES_MAX, PING.formatted(1)));
      for (String body : List.of("[]", "[" + most + "," + PING.formatted(1) + "]")) {
        CapturedSink sink = gateway.legacy(session, body);
        assertTrue(sink.reply().startsWith("400 "), sink::reply);
        assertTrue(sink.reply().contains("-32600"), sink::reply);
      }
      assertEquals(Batch.MESSAGES_MAX, gateway.legacy(session, "[" + most + "]").received().size());
      assertTrue(gateway.legacy(session, "[" + most).reply().contains("-32700"));
      assertTrue(gateway.legacy(session, "[[" + most + "]]").reply().contains("-32600"));
    }
  }
}
