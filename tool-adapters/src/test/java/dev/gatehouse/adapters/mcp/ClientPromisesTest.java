package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPromisesTest {
  private static final String ALL =
      "{\"sampling\":"
          + " {},\"elicitation\":{\"url\":{}},\"experimental\":{},\"roots\":{},\"tasks\":{}}";

  private static ClientPromises promises(String revision, String capabilities) {
    return ClientPromises.of(
        new RequestMetadata(revision, Optional.empty(), capabilities, Optional.empty()));
  }

  @Test
  void aLegacyClientsCapabilitiesAreItsPromises() {
    assertEquals(ALL, promises("2025-11-25", ALL).capabilities());
    assertEquals("{}", promises("2025-11-25", "[]").capabilities());
    assertEquals("{}", promises("2025-11-25", "nonsense").capabilities());
  }

  @Test
  void aModernClientPromisesNoTasksOfTheOtherEra() {
    assertEquals(ALL.replace(",\"tasks\":{}", ""), promises("2026-07-28", ALL).capabilities());
  }

  @ParameterizedTest
  @CsvSource({"roots,true", "sampling,true", "elicitation,true", "experimental,false"})
  void aClientMayBeAskedWhereItDeclaredAnythingToAsk(String capability, boolean mayBe) {
    String capabilities = "{\"%s\":{}}".formatted(capability);
    assertEquals(mayBe, promises("2025-06-18", capabilities).allowQuestions());
    assertEquals(mayBe, promises("2026-07-28", capabilities).allowQuestions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-11-25 | roots/list | {} | {\"roots\":{}} | 0",
        "2025-11-25 | roots/list | {} | {\"sampling\":{}} | -32601",
        "2026-07-28 | sampling/createMessage | {} | {\"sampling\":{}} | 0",
        "2026-07-28 | sampling/createMessage | {} | {} | -32601",
        "2026-07-28 | sampling/createMessage | {\"tools\":[]} | {\"sampling\":{\"tools\":{}}} | 0",
        "2026-07-28 | sampling/createMessage | {\"tools\":[]} | {\"sampling\":{}} | -32602",
        "2025-06-18 | elicitation/create | {} | {\"elicitation\":{}} | 0",
        "2025-06-18 | elicitation/create | {} | {} | -32601",
        "2025-11-25 | elicitation/create | {\"mode\":\"url\"} | {\"elicitation\":{\"url\":{}}} | 0",
        "2025-11-25 | elicitation/create | {\"mode\":\"url\"} | {\"elicitation\":{}} | -32602",
        "2025-11-25 | elicitation/create | {\"mode\":\"form\"} | {\"elicitation\":{\"url\":{}}} |"
            + " -32602",
        "2025-11-25 | tasks/get | {} | {\"tasks\":{}} | 0",
        "2026-07-28 | tasks/get | {} | {\"tasks\":{}} | -32601",
        "2025-11-25 | tools/call | {} | {\"tools\":{}} | -32601",
      })
  void aClientIsAskedOnlyWhatItDeclared(
      String revision, String method, String params, String capabilities, int refusal) {
    Message.Request request =
        (Message.Request)
            Calls.message(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
                    .formatted(method, params));
    assertEquals(
        refusal,
        promises(revision, capabilities).refusal(request).map(JsonRpcError::code).orElse(0));
  }
}
