package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private static final Client LAMP =
      new Client(
          "lamp",
          "Lamp",
          List.of(),
          new Client.Proof.None(),
          EnumSet.of(Grant.DEVICE_CODE),
          List.of(),
          Client.Origin.CONFIGURED);
  private static final SigninSettings SETTINGS =
      new SigninSettings(
          "https://gw.example",
          List.of("https://gw.example/mcp"),
          List.of(),
          List.of(),
          Map.of("lamp", LAMP),
          false,
          false,
          Duration.ofMinutes(10),
          Duration.ofDays(30),
          Optional.empty());

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private final Devices devices = new Devices(SETTINGS, now::get);

  private JsonObject begin(String peer) throws RefusedException {
    return JsonDocuments.object(
        devices.begin(LAMP, "https://gw.example/mcp", Set.of(), peer).body());
  }

  private String polled(String code) {
    return assertThrows(RefusedException.class, () -> devices.take(code, LAMP)).error();
  }

  @Test
  void endsAfterTenMinutesHoweverOftenItIsAskedFor() throws Exception {
    JsonObject begun = begin("peer");
    for (int minute = 0; minute < 10; minute++) {
      assertEquals("authorization_pending", polled(begun.getString("device_code")));
      assertTrue(devices.of(begun.getString("user_code"), "person").isPresent(), "" + minute);
      now.updateAndGet(it -> it.plus(Duration.ofMinutes(1)));
    }
    assertEquals("expired_token", polled(begun.getString("device_code")));
    assertFalse(devices.of(begun.getString("user_code"), "person").isPresent());
  }

  @Test
  void letsNobodyBeginRatherThanForgetOneThatWaits() throws Exception {
    JsonObject first = begin("first");
    for (int i = 1; i < 1000; i++) {
      var _ = begin("peer-" + i);
    }
    RefusedException full = assertThrows(RefusedException.class, () -> begin("another"));
    assertEquals("temporarily_unavailable", full.error());
    assertTrue(devices.of(first.getString("user_code"), "person").isPresent());
    now.updateAndGet(it -> it.plus(Devices.LIFE));
    assertEquals(600, begin("another").getInt("expires_in"));
  }

  @Test
  void countsGuessesAndNotCodesThatAreRight() throws Exception {
    String shown = begin("peer").getString("user_code");
    for (int i = 0; i < 100; i++) {
      assertTrue(devices.of(shown, "person").isPresent());
    }
    for (int i = 0; i < 60; i++) {
      assertFalse(devices.of("BBBB-BBBB", "guesser").isPresent());
    }
    assertFalse(devices.of(shown, "guesser").isPresent(), "who guesses too much finds nothing");
    assertTrue(devices.of(shown, "person").isPresent());
  }
}
