package dev.gatehouse.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0:0:0:0:0:0:0:1", "localhost"})
  void takesLoopbackForLoopback(String host) {
    assertTrue(new ListenAddress(host, 1).isLoopback());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "10.0.0.1", "localhost.example.com", "gateway", "127.0.0.1.x"})
  void takesNothingElseForLoopback(String host) {
    assertFalse(new ListenAddress(host, 1).isLoopback());
  }

  @Test
  void writesAddressesOfBothKinds() {
    assertEquals(
        URI.create("http://127.0.0.1:7411"), new ListenAddress("127.0.0.1", 0).uri("http", 7411));
    assertEquals(URI.create("http://[::1]:7411"), new ListenAddress("::1", 0).uri("http", 7411));
  }

  @Test
  void refusesPortsThatDoNotExist() {
    assertThrows(IllegalArgumentException.class, () -> new ListenAddress("127.0.0.1", 65_536));
    assertThrows(IllegalArgumentException.class, () -> new ListenAddress("127.0.0.1", -1));
    assertThrows(IllegalArgumentException.class, () -> new ListenAddress("", 1));
  }
}
