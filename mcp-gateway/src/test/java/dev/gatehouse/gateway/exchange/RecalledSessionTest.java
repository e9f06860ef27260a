package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.audit.RecordedSessions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log gives back of a session. */
class RecalledSessionTest {
  private static final String PERMIT = "default: permit\nrules: []\n";
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final String CAPABILITIES = "{\"roots\":{\"listChanged\":true},\"sampling\":{}}";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  @TempDir private Path directory;

  private ExchangeBench gateway() throws Exception {
    return new ExchangeBench(directory, PERMIT, FakeUpstream.answering("crm", "{\"content\":[]}"));
  }

  private RecordedSessions recorded(Instant now) {
    return new RecordedSessions(directory, InstantSource.fixed(now), IDLE);
  }

  @Test
  void isAllThatItsClientSaid() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      long at = gateway.size();
      String session = gateway.session("2025-06-18", CAPABILITIES);
      gateway.legacy(
          session,
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"logging/setLevel\","
              + "\"params\":{\"level\":\"error\"}}");
      RecordedSessions.Recalled found =
          recorded(Instant.now()).find(session, "/mcp", at).orElseThrow();
      assertEquals("2025-06-18", found.metadata().protocolVersion());
      assertEquals(CAPABILITIES, found.metadata().clientCapabilities());
      assertEquals(
          Optional.of("{\"name\":\"t\",\"version\":\"1\"}"), found.metadata().clientInfo());
      assertEquals(Optional.of("error"), found.metadata().logLevel());
      gateway.legacy(session, PING);
      assertEquals(
          Optional.of("error"),
          recorded(Instant.now()).find(session, "/mcp", at).orElseThrow().metadata().logLevel());
    }
  }

  @Test
  void isNothingWhereItWasIdleOrElsewhereOrIsNotThere() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      long at = gateway.size();
      String session = gateway.session();
      Instant late = Instant.now().plus(IDLE).plusSeconds(1);
      assertTrue(recorded(Instant.now()).find(session, "/mcp", at).isPresent());
      assertEquals(Optional.empty(), recorded(late).find(session, "/mcp", at));
      assertEquals(Optional.empty(), recorded(Instant.now()).find(session, "/mcp/crm", at));
      assertEquals(Optional.empty(), recorded(Instant.now()).find(session, "/mcp", at + 1));
      assertEquals(Optional.empty(), recorded(Instant.now()).find(session, "/mcp", 1L << 40));
      assertEquals(Optional.empty(), recorded(Instant.now()).find(session + "x", "/mcp", at));
    }
  }

  @Test
  void isNothingWhereItHasSubscribed() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      long at = gateway.size();
      String session = gateway.session();
      gateway.legacy(
          session,
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"resources/subscribe\","
              + "\"params\":{\"uri\":\"note://a\"}}");
      assertEquals(Optional.empty(), recorded(Instant.now()).find(session, "/mcp", at));
      for (int i = 0; i < 300; i++) {
        gateway.legacy(session, PING);
      }
      // Far enough behind the subscription for it not to be read.
      assertEquals(Optional.empty(), recorded(Instant.now()).find(session, "/mcp", at));
    }
  }

  @Test
  void isFoundAmongMany() throws Exception {
    try (ExchangeBench gateway = gateway()) {
      long at = gateway.size();
      String first = gateway.session();
      RecordedSessions recorded = recorded(Instant.now());
      assertTrue(recorded.find(first, "/mcp", at).isPresent());
      for (int i = 0; i < 300; i++) {
        gateway.legacy(first, PING);
      }
      long later = gateway.size();
      String second = gateway.session();
      // One who read before and one who reads now.
      for (RecordedSessions reader : new RecordedSessions[] {recorded, recorded(Instant.now())}) {
        assertTrue(reader.find(second, "/mcp", later).isPresent());
        assertTrue(reader.find(first, "/mcp", at).isPresent());
        assertEquals(Optional.empty(), reader.find("made-up", "/mcp", at));
      }
    }
  }
}
