package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChildSubscriptionsTest {
  private final Failures failures = new Failures("u");
  private final List<String> asked = new ArrayList<>();
  private final ChildSubscriptions subscriptions =
      new ChildSubscriptions(
          (method, uri, _) -> {
            asked.add(method + " " + uri);
            if (method.equals("resources/unsubscribe") && uri.equals("a")) {
              throw failures.timedOut("did not answer");
            }
            return (Message.Response) Calls.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
          },
          failures);

  @Test
  void oneThatTheChildDoesNotEndKeepsNoOther() throws Exception {
    List<String> uris = List.of("a", "b");
    assertEquals(Set.of("a", "b"), subscriptions.join(uris, Calls.soon()));
    Calls.refused(Kind.TIMED_OUT, () -> subscriptions.leave(uris));
    assertEquals(0, subscriptions.count());
    assertEquals(
        List.of("resources/unsubscribe a", "resources/unsubscribe b"), asked.subList(2, 4));
  }

  @Test
  void oneThatOthersHearOfIsNotEnded() throws Exception {
    subscriptions.join(List.of("b"), Calls.soon());
    subscriptions.join(List.of("b"), Calls.soon());
    subscriptions.leave(List.of("b"));
    assertEquals(List.of("resources/subscribe b"), asked);
    assertEquals(1, subscriptions.count());
  }
}
