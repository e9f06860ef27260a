package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several upstreams behind one endpoint. */
class FederationTest {
  private static final String PERMIT = "default: permit\nrules: []\n";

  private static final String PROMPT = "\"prompts\":[{\"name\":\"p\"}]";

  @TempDir private Path directory;

  private static String result(String members) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{" + members + "}}";
  }

  private static String tools(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"name\":\"t" + i + "\",\"inputSchema\":{}}")
        .collect(Collectors.joining(",", "\"tools\":[", "]"));
  }

  private static FakeUpstream library(String name) {
    return new FakeUpstream(
        name,
        Era.LEGACY,
        call ->
            switch (call.request().method()) {
              case "resources/list" ->
                  result("\"resources\":[{\"uri\":\"note://a\",\"name\":\"a\"}]");
              case "resources/templates/list" ->
                  result(
                      "\"resourceTemplates\":[{\"uriTemplate\":\""
                          + name
                          + "://{id}\",\"name\":\"t\"}]");
              case "tools/list" -> result("\"tools\":[]");
              case "tools/call" ->
                  result(
                      "\"content\":[{\"type\":\"resource_link\",\"uri\":\"made://"
                          + name
                          + "\",\"name\":\"m\"}]");
              default ->
                  result(
                      "\"contents\":[{\"uri\":\""
                          + uri(call.text().text())
                          + "\"}],\"by\":\""
                          + name
                          + "\"");
            });
  }

  private static String uri(String text) {
    Matcher matcher = Pattern.compile("\"uri\":\"([^\"]+)\"").matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }

  private static String read(ExchangeBench gateway, String uri) {
    return gateway.modern("resources/read", uri, "\"uri\":\"" + uri + "\"").reply();
  }

  @Test
  void keepsTheAddressesOfResourcesUsableWhereTwoUpstreamsHaveTheSame() throws Exception {
    FakeUpstream crm = library("crm");
    FakeUpstream kb = library("kb");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, crm, kb)) {
      String list = gateway.modern("resources/list", "", "").reply();
      boolean isFirst = list.contains("kb+note://a");
      String marked = isFirst ? "kb+note://a" : "crm+note://a";
      assertTrue(list.contains("\"" + marked + "\""), list);
      String contents = read(gateway, marked);
      assertTrue(contents.contains("\"by\":\"" + (isFirst ? "kb" : "crm") + "\""), contents);
      assertTrue(contents.contains("\"uri\":\"" + marked + "\""), contents);
      assertTrue(read(gateway, "note://a").contains("\"by\":\"" + (isFirst ? "crm" : "kb") + "\""));
      FakeUpstream second = isFirst ? kb : crm;
      assertTrue(
          second.sent().getLast().contains("\"uri\":\"note://a\""), second.sent().toString());
    }
  }

  @Test
  void findsWhoseAResourceIsWithoutThatAClientListedIt() throws Exception {
    try (ExchangeBench gateway =
        new ExchangeBench(directory, PERMIT, library("crm"), library("kb"))) {
      assertTrue(read(gateway, "kb://7").contains("\"by\":\"kb\""));
      // The search is an exchange of its own in the log.
      assertTrue(String.join("\n", gateway.lines(0)).contains("resources/templates/list"));
    }
  }

  @Test
  void readsWhatAResultLinksTo() throws Exception {
    try (ExchangeBench gateway =
        new ExchangeBench(directory, PERMIT, library("crm"), library("kb"))) {
      assertTrue(read(gateway, "made://kb").contains("-32602"));
      gateway.modern("tools/call", "kb__make", "\"name\":\"kb__make\"");
      assertTrue(read(gateway, "made://kb").contains("\"by\":\"kb\""));
    }
  }

  @Test
  void listsMoreThanAPageByPages() throws Exception {
    FakeUpstream many = FakeUpstream.answering("many", "{" + tools(0, 1500) + "}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, many, library("kb"))) {
      String first = gateway.modern("tools/list", "", "").reply();
      assertTrue(first.contains("many__t999\"") && !first.contains("many__t1000\""));
      Matcher cursor = Pattern.compile("\"nextCursor\":\"([^\"]+)\"").matcher(first);
      assertTrue(cursor.find());
      String second =
          gateway.modern("tools/list", "", "\"cursor\":\"" + cursor.group(1) + "\"").reply();
      assertTrue(second.contains("many__t1000\"") && second.contains("many__t1499\""));
      assertFalse(second.contains("nextCursor"), second);
      String forged = gateway.modern("tools/list", "", "\"cursor\":\"1000\"").reply();
      assertTrue(forged.startsWith("400 ") && forged.contains("-32602"), forged);
    }
  }

  @Test
  void asksForAListAgainOnlyWhenItHoldsNoLonger() throws Exception {
    FakeUpstream lasting =
        new FakeUpstream(
            "lasting",
            Era.MODERN,
            _ -> result(PROMPT + ",\"ttlMs\":60000,\"cacheScope\":\"public\""));
    FakeUpstream passing =
        new FakeUpstream("passing", Era.MODERN, _ -> result(PROMPT + ",\"ttlMs\":0"));
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, lasting, passing)) {
      String first = gateway.modern("prompts/list", "", "").reply();
      String second = gateway.modern("prompts/list", "", "").reply();
      assertTrue(first.contains("lasting__p\"") && second.contains("lasting__p\""), second);
      assertEquals(1, lasting.sent().size());
      assertEquals(2, passing.sent().size());
    }
  }

  @Test
  void showsWhatAnUpstreamListedBeforeItFailedAndSaysSo() throws Exception {
    FakeUpstream half = new FakeUpstream("half", Era.LEGACY, FederationTest::firstPageOnly);
    FakeUpstream whole = FakeUpstream.answering("whole", "{" + tools(0, 2) + "}");
    try (ExchangeBench gateway = new ExchangeBench(directory, PERMIT, half, whole)) {
      String list = gateway.modern("tools/list", "", "").reply();
      assertTrue(list.contains("half__t0\"") && list.contains("whole__t1\""), list);
      assertTrue(list.contains("\"dev.gatehouse/unavailable\":[\"half\"]"), list);
      assertEquals(2, half.sent().size());
      assertTrue(
          String.join("\n", gateway.lines(0)).contains("\"dev.gatehouse/unavailable\":[\"half\"]"));
    }
  }

  private static String firstPageOnly(UpstreamCall call) throws UpstreamException {
    if (call.text().text().contains("cursor")) {
      throw new UpstreamException(UpstreamException.Kind.BROKEN_OFF, "upstream `half` broke off");
    }
    return result(tools(0, 2) + ",\"nextCursor\":\"more\"");
  }
}
