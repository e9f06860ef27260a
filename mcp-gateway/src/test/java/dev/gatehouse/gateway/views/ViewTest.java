package dev.gatehouse.gateway.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.ErasureScope;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.Wanted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTest {
  /** Everything that a tool could put into its result to run in whoever's browser opens it. */
  private static final String HOSTILE =
      "\"</pre></details><script>alert(1)</script><img src=x onerror=alert(1)>"
          + "<a href='javascript:alert(1)'>&lt;b&gt;\\u202e\\u0000]]>--><style>*{}</style>"
          + "<meta http-equiv=refresh content='0;url=http://evil.example/'>\"";

  private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z!][a-zA-Z]*)([^>]*)>");

  @TempDir Path directory;

  @Test
  void aRowIsAWholeExchangeAndAnEntryWithoutOneIsARow() throws RecordingException, IOException {
    try (EntryLog log = Recorded.open(directory)) {
      log.append(Recorded.request("e1", "alice", "{\"name\":\"Ada\"}"));
      log.append(Recorded.request("e2", "bob", "{}"));
      log.append(
          Entry.builder(EntryKind.EVENT)
              .exchange("e1")
              .part(PartName.MSG, Bytes.utf8("{}"))
              .build());
      log.append(Recorded.response("e2", "bob", "\"second\""));
      log.append(Recorded.response("e1", "alice", "\"first\""));
      log.append(Recorded.request("e3", "bob", "{}"));
    }
    String csv = Recorded.view(directory, ViewFormat.CSV, Wanted.everything());
    List<String> lines = List.of(csv.split("\r\n"));
    assertEquals(6, lines.size(), csv);
    assertTrue(lines.get(0).startsWith("time,kind,principal,client,"), csv);
    assertTrue(lines.get(1).contains("Z,boot,"), csv);
    assertTrue(lines.get(2).contains(",exchange,bob,agent 1,a665a45920422f9d,crm,crm__find,"), csv);
    assertTrue(
        lines
            .get(3)
            .contains(
                ",permit,agents (permit),ok,12.345,email"
                    + " 2,\"{\"\"name\"\":\"\"Ada\"\"}\",first,,e1,3,1,5,"),
        csv);
    assertTrue(lines.get(4).contains(",shutdown,"), csv);
    assertTrue(lines.get(5).contains(",open,"), csv);
  }

  @Test
  void everyLineOfJsonHoldsAllEntriesOfItsExchange()
      throws RecordingException, IOException, JsonSyntaxException {
    try (EntryLog log = Recorded.open(directory)) {
      log.append(Recorded.request("e1", "alice", "{\"n\":12345678901234567890}"));
      log.append(Recorded.response("e1", "alice", "\"\\u2028 line\""));
    }
    String jsonl =
        Recorded.view(
            directory,
            ViewFormat.JSONL,
            new Wanted(List.of(entry -> entry.exchange().isPresent())));
    List<String> lines = List.of(jsonl.split("\n"));
    assertEquals(1, lines.size());
    Statement line = Statement.parse(lines.getFirst()).orElseThrow();
    assertEquals("alice", line.text("principal").orElseThrow());
    assertEquals(2, line.object().array("log").orElseThrow().elements().size());
    assertTrue(jsonl.contains("12345678901234567890"));
    JsonText.parse(lines.getFirst(), JsonLimits.STANDARD);
  }

  @Test
  void nothingThatAToolSaidCanActInThePage() throws RecordingException, IOException {
    String plain;
    try (EntryLog log = Recorded.open(directory)) {
      log.append(Recorded.request("e1", "alice", "{}"));
      log.append(Recorded.response("e1", "alice", "\"harmless\""));
    }
    plain = Recorded.view(directory, ViewFormat.HTML, Wanted.everything());
    Path other = directory.resolve("hostile");
    try (EntryLog log = Recorded.open(other)) {
      log.append(Recorded.request("e1", "alice", "{\"a\":" + HOSTILE + "}"));
      log.append(Recorded.response("e1", "alice", HOSTILE));
    }
    String hostile = Recorded.view(other, ViewFormat.HTML, Wanted.everything());
    assertTrue(hostile.contains("&lt;script&gt;alert(1)"), hostile);
    // The same tags with the same attributes, in the same order: the text added none.
    assertEquals(tags(plain), tags(hostile));
    assertFalse(hostile.contains("\u202e"), "a mark that turns round the order of letters");
    assertTrue(hostile.contains("default-src 'none'"));
    assertFalse(tags(hostile).toString().matches("(?s).*(<script|src=|href=| on[a-z]+=).*"));
  }

  private static List<String> tags(String html) {
    return TAG.matcher(html).results().map(found -> found.group()).toList();
  }

  @Test
  void thePageSaysThatItIsNoEvidenceAndWhatItCovers() throws RecordingException, IOException {
    String key;
    try (EntryLog log = Recorded.open(directory)) {
      key = log.verifierKey();
    }
    String html = Recorded.view(directory, ViewFormat.HTML, Wanted.everything());
    assertTrue(html.contains("This page is a view, not the evidence."));
    assertTrue(html.contains("<strong>2</strong> entries"), html);
    assertTrue(html.contains(key), html);
    assertTrue(html.contains("2 rows."), html);
  }

  @Test
  void whatWasErasedIsNamedWithTheEntryThatSaysWhy() throws RecordingException, IOException {
    try (EntryLog log = Recorded.open(directory)) {
      log.append(Recorded.request("e1", "alice", "{\"name\":\"Ada\"}"));
      log.append(Recorded.response("e1", "alice", "\"first\""));
      log.append(Recorded.request("e2", "bob", "{\"name\":\"Bea\"}"));
      log.append(Recorded.response("e2", "bob", "\"second\""));
      log.custody().erase(new ErasureScope.Subject("alice"), "asked to");
    }
    for (ViewFormat format : ViewFormat.values()) {
      String view = Recorded.view(directory, format, Wanted.everything());
      assertTrue(view.contains("erased by entry 5"), view);
      assertFalse(view.contains("Ada") || view.contains("alice"), view);
      assertTrue(view.contains("Bea") && view.contains("bob"), view);
    }
  }

  @Test
  void longTextsAreCutUnlessAskedFor() {
    assertEquals("abc", Cut.of("abc", 3));
    assertEquals("ab… (2 more characters)", Cut.of("abcd", 2));
    assertEquals("… (2 more characters)", Cut.of("\ud83d\ude00", 1));
  }
}
