package dev.gatehouse.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.routing.TaskIds.Task;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskIdsTest {

  private static TaskIds ids(int secret) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) secret;
    return new TaskIds(new SecretKeySpec(bytes, "HmacSHA256"));
  }

  @ParameterizedTest
  @CsvSource({
    "786512e2-9e0d-44bd-8f29-789f320fe840,slow",
    "a.b__c.d,tool.with-dots__x",
    "t,''",
    "'',slow",
    "ü☃,ä"
  })
  void anIdSaysItsUpstreamItsTaskAndItsTool(String id, String tool) {
    Task task = new Task("crm", id, Optional.of(tool).filter(name -> !name.isEmpty()));
    String shown = ids(1).shown("ada", task);
    assertTrue(shown.startsWith("crm__" + id + "."), shown);
    // Another process with the same secret knows it too.
    assertEquals(Optional.of(task), ids(1).found("ada", shown));
  }

  @Test
  void anIdServesItsOwnerOnlyAndAsLongAsTheSecret() {
    String shown = ids(1).shown("ada", new Task("crm", "t", Optional.of("slow")));
    assertEquals(Optional.empty(), ids(1).found("bob", shown));
    assertEquals(Optional.empty(), ids(2).found("ada", shown));
  }

  @Test
  void noPartOfAnIdCanBeChanged() {
    TaskIds ids = ids(1);
    String shown = ids.shown("ada", new Task("crm", "t.u", Optional.of("slow")));
    for (int at = 0; at < shown.length(); at++) {
      char other = shown.charAt(at) == 'A' ? 'B' : 'A';
      String changed = shown.substring(0, at) + other + shown.substring(at + 1);
      assertEquals(Optional.empty(), ids.found("ada", changed), changed);
      assertEquals(Optional.empty(), ids.found("ada", shown.substring(0, at)));
    }
    assertEquals(Optional.empty(), ids.found("ada", shown + "A"));
    assertEquals(Optional.empty(), ids.found("ada", "crm__t"));
  }
}
