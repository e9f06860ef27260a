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
  private static final Endpoint ALL = new Endpoint.Federated();
  private static final Endpoint CRM = new Endpoint.Single("crm");

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
    String shown = ids(1).shown(ALL, "ada", task);
    assertTrue(shown.startsWith("crm__" + id + "."), shown);
    // Another process with the same secret knows it too.
    assertEquals(Optional.of(task), ids(1).found(ALL, "ada", shown));
  }

  @Test
  void anIdServesItsOwnerOnlyAndAsLongAsTheSecret() {
    String shown = ids(1).shown(ALL, "ada", new Task("crm", "t", Optional.of("slow")));
    assertEquals(Optional.empty(), ids(1).found(ALL, "bob", shown));
    assertEquals(Optional.empty(), ids(2).found(ALL, "ada", shown));
  }

  @Test
  void noPartOfAnIdCanBeChanged() {
    TaskIds ids = ids(1);
    String shown = ids.shown(ALL, "ada", new Task("crm", "t.u", Optional.of("slow")));
    for (int at = 0; at < shown.length(); at++) {
      char other = shown.charAt(at) == 'A' ? 'B' : 'A';
      String changed = shown.substring(0, at) + other + shown.substring(at + 1);
      assertEquals(Optional.empty(), ids.found(ALL, "ada", changed), changed);
      assertEquals(Optional.empty(), ids.found(ALL, "ada", shown.substring(0, at)));
    }
    assertEquals(Optional.empty(), ids.found(ALL, "ada", shown + "A"));
    assertEquals(Optional.empty(), ids.found(ALL, "ada", "crm__t"));
  }

  @Test
  void anEndpointOfOneUpstreamShowsItsOwnIds() {
    TaskIds ids = ids(1);
    Task task = new Task("crm", "t", Optional.of("slow"));
    assertEquals("t", ids.shown(CRM, "ada", task));
    assertEquals(Optional.of(task), ids.found(CRM, "ada", "t"));
    assertEquals(Optional.empty(), ids.found(CRM, "bob", "t"));
    // Who is given a task later does not take it over.
    ids.shown(CRM, "bob", task);
    assertEquals(Optional.empty(), ids.found(CRM, "bob", "t"));
  }

  @Test
  void ofATaskNotRememberedTheToolIsNotKnown() {
    assertEquals(
        Optional.of(new Task("crm", "t", Optional.empty())), ids(1).found(CRM, "bob", "t"));
  }
}
