package dev.gatehouse.adapters.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageStreamTest {
  private static final String FIRST = "{\"jsonrpc\":\"2.0\",\"method\":\"a\"}";
  private static final String SECOND =
      "{\"jsonrpc\":\"2.0\", \"method\":\"b\",\"params\":{\"n\": 1.0}}";

  private static List<String> read(String data, boolean takesBatches) throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(("data: " + data + "\n\n").getBytes(UTF_8));
    Failures failures = new Failures("u");
    SseReader events = new SseReader((into, _) -> in.read(into, 0, into.length), 1_000, failures);
    MessageStream stream =
        new MessageStream(
            events, ShownSecrets.of("u", Map.of()), JsonLimits.STANDARD, failures, takesBatches);
    List<String> messages = new ArrayList<>();
    Optional<Message> next = stream.next(Calls.soon());
    while (next.isPresent()) {
      messages.add(next.get().json().text());
      next = stream.next(Calls.soon());
    }
    return messages;
  }

  @Test
  void takesTheMessagesOfABatchOneByOne() throws Exception {
    assertEquals(List.of(FIRST), read(FIRST, true));
    assertEquals(List.of(FIRST, SECOND), read("[" + FIRST + " , " + SECOND + "]", true));
    assertEquals(List.of(), read("[]", true));
  }

  @Test
  void refusesABatchOfAServerThatMustNotSendOne() {
    Calls.refused(Kind.UNINTELLIGIBLE, () -> read("[" + FIRST + "]", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "[{}]", "[", "[[]]", "{}", "x"})
  void refusesWhatIsNoMessage(String data) {
    Calls.refused(Kind.UNINTELLIGIBLE, () -> read(data, true));
  }
}
