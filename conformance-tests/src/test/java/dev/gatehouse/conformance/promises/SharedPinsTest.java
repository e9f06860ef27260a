package dev.gatehouse.conformance.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.gateway.pinning.PinningModes;
import dev.gatehouse.gateway.pinning.Pins;
import dev.gatehouse.gateway.pinning.Standing;
import dev.gatehouse.recordings.Boot;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.PostgresSetup;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.postgres.PostgresServer;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that share a database share what was accepted. */
class SharedPinsTest {
  private static final String ROLE = "pinning";

  @TempDir private Path folder;

  private static Pins pins(String url, EntryLog log) {
    return Pins.inPostgres(
        PostgresAccess.of(url, ROLE), log, PinningModes.STANDARD, InstantSource.system());
  }

  private static boolean isListed(Pins pins, String description) throws Exception {
    String tool = "{\"name\":\"pay\",\"description\":\"" + description + "\\u0000\"}";
    List<JsonNode> items = List.of(JsonText.parse(tool, JsonLimits.STANDARD).root());
    return pins.listed("bank", items, UnaryOperator.identity()).isEmpty();
  }

  @Test
  void acceptedByOneIsAcceptedByTheOther() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        EntryLog log =
            EntryLog.open(LogSettings.of(folder).withFreeBytesMin(0), new Boot("test", "none"))) {
      String database = server.newDatabase();
      server.executeAt(database, "CREATE ROLE " + ROLE + " LOGIN");
      try (Pins without = pins(database, log)) {
        RecordingException missing = assertThrows(RecordingException.class, without::open);
        assertTrue(missing.toString().contains("postgres-setup"), missing::toString);
      }
      server.executeAt(database, PostgresSetup.script(ROLE));
      try (Pins one = pins(database, log);
          Pins other = pins(database, log)) {
        one.open();
        assertTrue(isListed(one, "Pays."));
        assertFalse(isListed(other, "Steals."));
        assertEquals("changed", one.all().getFirst().state());
        assertInstanceOf(Standing.KeptBack.class, other.of("bank", "pay"));
        one.accept(_ -> true, "ada", "");
        assertInstanceOf(Standing.Free.class, other.of("bank", "pay"));
        assertTrue(isListed(other, "Steals."));
        assertFalse(isListed(other, "Pays."), "the one before is not accepted any more");
      }
    }
  }
}
