package dev.gatehouse.gateway.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginGuardTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<String> LOCAL = Optional.of("127.0.0.1:7411");

  private final OriginGuard loopback =
      new OriginGuard(true, List.of("https://console.example.com"), List.of());

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:7411", "localhost", "LOCALHOST:1", "[::1]:7411", "[::1]"})
  void admitsThisMachineByItsOwnNames(String host) {
    assertTrue(loopback.admits(Optional.of(host), NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:7411", "127.0.0.1.evil.example", "", "10.0.0.1"})
  void refusesNamesThatWereMadeToPointHere(String host) {
    assertFalse(loopback.admits(Optional.of(host), NONE));
  }

  @Test
  void refusesARequestWithoutAHost() {
    assertFalse(loopback.admits(NONE, NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:6274", "http://127.0.0.1", "https://console.example.com"})
  void admitsPagesOfThisMachineAndThoseConfigured(String origin) {
    assertTrue(loopback.admits(LOCAL, Optional.of(origin)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "",
        "http://localhost.evil.example",
        "https://console.example.com.evil.example",
        "not a uri"
      })
  void refusesPagesOfStrangers(String origin) {
    assertFalse(loopback.admits(LOCAL, Optional.of(origin)));
  }

  @Test
  void admitsOnOtherInterfacesTheHostsConfiguredOrElseAny() {
    OriginGuard open = new OriginGuard(false, List.of(), List.of());
    OriginGuard listed = new OriginGuard(false, List.of(), List.of("mcp.example.com"));
    Optional<String> known = Optional.of("mcp.example.com:443");
    Optional<String> other = Optional.of("other.example.com");
    assertTrue(open.admits(other, NONE));
    assertTrue(listed.admits(known, NONE));
    assertFalse(listed.admits(other, NONE));
    assertFalse(open.admits(other, Optional.of("http://localhost:1")));
  }
}
