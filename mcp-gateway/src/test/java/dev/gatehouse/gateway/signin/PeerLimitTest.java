package dev.gatehouse.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerLimitTest {
  private final PeerLimit limit = new PeerLimit(1, Duration.ofHours(1));

  @Test
  void countsWhoHasANetworkOfVersionSixOnce() {
    assertTrue(limit.admits("2001:db8:1:2::1"));
    assertFalse(limit.admits("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertFalse(limit.admits("2001:DB8:1:2:0:0:0:9"));
    assertTrue(limit.admits("2001:db8:1:3::1"), "another network");
  }

  @Test
  void tellsAddressesOfVersionFourApart() {
    assertTrue(limit.admits("192.0.2.1"));
    assertFalse(limit.admits("192.0.2.1"));
    assertTrue(limit.admits("192.0.2.2"));
    assertTrue(limit.admits("::ffff:192.0.2.3"));
    assertTrue(limit.admits("::ffff:192.0.2.4"));
  }

  @Test
  void looksWithoutCounting() {
    assertTrue(limit.isOpen("192.0.2.1"));
    assertTrue(limit.admits("192.0.2.1"));
    assertFalse(limit.isOpen("192.0.2.1"));
  }
}
