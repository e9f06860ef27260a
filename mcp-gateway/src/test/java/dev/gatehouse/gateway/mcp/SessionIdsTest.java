package dev.gatehouse.gateway.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdsTest {
  private final SessionIds ids = ids(1);

  private static SessionIds ids(long seed) {
    byte[] key = new byte[32];
    new Random(seed).nextBytes(key);
    return new SessionIds(new SecretKeySpec(key, "HmacSHA256"));
  }

  @Test
  void knowsItsOwnAgainWhereverTheSecretIsTheSame() {
    String id = ids.next("issuer ada", "/mcp", 42);
    assertTrue(id.matches("[A-Za-z0-9_-]{48}"), id);
    assertEquals(OptionalLong.of(42), ids(1).recordedAt(id, "issuer ada", "/mcp"));
    assertNotEquals(id, ids.next("issuer ada", "/mcp", 42));
  }

  @Test
  void knowsNoneOfAnotherSecretPrincipalOrEndpoint() {
    String id = ids.next("issuer ada", "/mcp", 42);
    assertEquals(OptionalLong.empty(), ids(2).recordedAt(id, "issuer ada", "/mcp"));
    assertEquals(OptionalLong.empty(), ids.recordedAt(id, "issuer eve", "/mcp"));
    assertEquals(OptionalLong.empty(), ids.recordedAt(id, "issuer ada", "/mcp/crm"));
    assertEquals(OptionalLong.empty(), ids.recordedAt(id, "issuer ada/mcp", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "made-up", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void knowsNoneThatIsMadeUp(String id) {
    assertEquals(OptionalLong.empty(), ids.recordedAt(id, "issuer ada", "/mcp"));
  }

  @Test
  void knowsNoneWithOneCharacterChanged() {
    String id = ids.next("issuer ada", "/mcp", 7);
    for (int i = 0; i < id.length(); i++) {
      for (char other : new char[] {'A', 'b', '_', '!'}) {
        String changed = id.substring(0, i) + other + id.substring(i + 1);
        assertEquals(
            changed.equals(id) ? OptionalLong.of(7) : OptionalLong.empty(),
            ids.recordedAt(changed, "issuer ada", "/mcp"));
      }
    }
  }
}
