package dev.gatehouse.gateway.pinning;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import java.util.List;

/** What an upstream answers that is asked for its tools. */
public sealed interface ListAnswer {
  /** All of them, as they came. */
  record Tools(List<JsonNode> items) implements ListAnswer {
    public Tools {
      items = List.copyOf(items);
    }
  }

  /** Nothing that can be used, whoever asks. */
  record Silence() implements ListAnswer {}

  /** Nothing for this caller, who is not let in or has gone: others may be told. */
  record NotForCaller() implements ListAnswer {}
}
