package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenFilterTest {
  private static final RequestId ID = new RequestId("\"s\"");

  private static ListenFilter filter(String params) {
    return ListenFilter.of(
        (Message.Request)
            Calls.message(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscriptions/listen\",\"params\":"
                    + params
                    + "}"));
  }

  private static Message.Notification notification(String rest) {
    return (Message.Notification) Calls.message("{\"jsonrpc\":\"2.0\",\"method\":\"" + rest);
  }

  @Test
  void asksForWhatItSaysIsTrueOnly() {
    assertEquals(
        new ListenFilter(Set.of("tools"), Set.of("file:///a"), true),
        filter(
            "{\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":false,"
                + "\"resourcesListChanged\":1,\"resourceSubscriptions\":[\"file:///a\",7],"
                + "\"dev.gatehouse/others\":true}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"notifications\":[]}", "{\"notifications\":{\"x\":true}}"})
  void asksForNothingWhereItNamesNothing(String params) {
    assertEquals(new ListenFilter(Set.of(), Set.of(), false), filter(params));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true}} | tools | file:///a",
        "{\"tools\":{},\"resources\":{\"listChanged\":true}}                   | resources | ''",
        "{\"tools\":{\"listChanged\":false},\"resources\":{\"subscribe\":1}}   | '' | ''",
        "nonsense                                                              | '' | ''"
      })
  void agreesToWhatAServerOffers(String capabilities, String list, String uri) {
    ListenFilter wanted =
        new ListenFilter(Set.of("tools", "resources"), Set.of("file:///a"), false);
    assertEquals(
        new ListenFilter(
            list.isEmpty() ? Set.of() : Set.of(list),
            uri.isEmpty() ? Set.of() : Set.of(uri),
            false),
        wanted.agreedBy(capabilities));
  }

  @ParameterizedTest
  @CsvSource({
    "file:///a,true",
    "file:///a/b,true",
    "file:///a?b,true",
    "file:///ab,false",
    "file:///,false",
    "dir/x,true",
    "dir,false"
  })
  void hearsOfAResourceAndItsParts(String uri, boolean isHeard) {
    ListenFilter filter = new ListenFilter(Set.of(), Set.of("file:///a", "dir/"), false);
    Message.Notification updated =
        notification("notifications/resources/updated\",\"params\":{\"uri\":\"" + uri + "\"}}");
    assertEquals(isHeard, filter.takes(updated));
  }

  @ParameterizedTest
  @CsvSource({
    "notifications/tools/list_changed,true,true",
    "notifications/prompts/list_changed,false,true",
    "notifications/resources/updated,false,false",
    "notifications/message,false,true"
  })
  void hearsOthersWhereItAsksForThem(String method, boolean isHeard, boolean withOthers) {
    Message.Notification notification = notification(method + "\"}");
    assertEquals(isHeard, new ListenFilter(Set.of("tools"), Set.of(), false).takes(notification));
    assertEquals(withOthers, new ListenFilter(Set.of("tools"), Set.of(), true).takes(notification));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "}                        | ,\"params\":{\"_meta\":{T}}}",
        ",\"params\":{}}          | ,\"params\":{\"_meta\":{T}}}",
        ",\"params\":{\"_meta\":{\"x\":1}}} | ,\"params\":{\"_meta\":{\"x\":1,T}}}"
      })
  void putsTheSubscriptionIntoAnyNotification(String before, String after) {
    String tag = "\"io.modelcontextprotocol/subscriptionId\":\"s\"";
    String method = "{\"jsonrpc\":\"2.0\",\"method\":\"m\"";
    assertEquals(
        method + after.replace("T", tag),
        ListenFilter.tagged(notification("m\"" + before), ID).json().text());
  }
}
