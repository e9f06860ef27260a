package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildLogLevelTest {
  private static final RequestMetadata CLIENT = Calls.LEGACY.metadata();
  private static final RequestId ID = new RequestId("1");

  private final ChildLogLevel level = new ChildLogLevel(true);

  @Test
  void isToldOnce() {
    assertTrue(level.change(CLIENT, ID).orElseThrow().contains("\"info\""));
    assertEquals(Optional.empty(), level.change(CLIENT, ID));
  }

  @Test
  void isToldAgainWhereItWasNotHeardButNotAtOnce() {
    assertTrue(level.change(CLIENT, ID).isPresent());
    level.failed(Calls.after(0));
    assertTrue(level.change(CLIENT, ID).isPresent());
    level.failed(Calls.soon());
    assertEquals(Optional.empty(), level.change(CLIENT, ID));
  }
}
