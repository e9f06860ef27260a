package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SigninSettingsTest {
  private static SigninSettings at(String issuer) {
    return new SigninSettings(
        issuer,
        List.of(issuer + "/mcp"),
        List.of(),
        List.of(),
        Map.of(),
        false,
        false,
        Duration.ofMinutes(10),
        Duration.ofDays(30),
        Optional.empty());
  }

  @Test
  void knowsItsOriginAsBrowsersWriteIt() {
    assertTrue(at("https://GW.example.com:443").isOurOrigin("https://gw.example.com"));
    assertTrue(at("https://gw.example.com:8443").isOurOrigin("https://gw.example.com:8443"));
    assertTrue(at("HTTP://localhost:80").isOurOrigin("http://localhost"));
  }

  @Test
  void takesNoOtherOriginForItsOwn() {
    SigninSettings ours = at("https://gw.example.com");
    for (String other :
        List.of(
            "null",
            "",
            "http://gw.example.com",
            "https://gw.example.com:8443",
            "https://gw.example.com.evil.example",
            "https://evil.example")) {
      assertFalse(ours.isOurOrigin(other), other);
    }
    assertFalse(at("https://gw.example.com:80").isOurOrigin("https://gw.example.com"));
  }

  @Test
  void knowsWhetherItIsReachedByTls() {
    assertTrue(at("HTTPS://gw.example.com").isWithTls());
    assertFalse(at("HTTP://localhost:1").isWithTls());
    assertTrue(at("HTTP://localhost:1").isOnThisMachine());
  }
}
