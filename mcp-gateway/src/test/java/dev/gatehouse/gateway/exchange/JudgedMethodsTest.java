package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts, resources and completions are judged by their names, and listed by them. */
class JudgedMethodsTest {
  private static final String POLICY =
      """
      default: refuse
      rules:
        - { name: greetings, prompts: [ "kb__greet*" ], permit: true }
        - { name: notes, resources: [ "note://public/*" ], permit: true }
        - { name: for ada alone, prompts: [ kb__letter ], when: "args.to == 'ada'", permit: true }
        - { name: by session, tools: [ kb__who ], when: "session.protocol == '2025-11-25' && session.id != '' && method == 'tools/call'", permit: true }
        - { name: by client, tools: [ kb__ours ], clients: [ "t" ], permit: true }
        - { name: by another, tools: [ kb__theirs ], clients: [ "other-*" ], permit: true }
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "prompts/get         | \"name\":\"kb__greeting\"                                   |"
            + " permit",
        "prompts/get         | \"name\":\"kb__other\"                                      |"
            + " refuse",
        "prompts/get         | \"name\":\"kb__letter\",\"arguments\":{\"to\":\"ada\"}      |"
            + " permit",
        "prompts/get         | \"name\":\"kb__letter\",\"arguments\":{\"to\":\"bob\"}      |"
            + " refuse",
        "resources/read      | \"uri\":\"note://public/a\"                                 |"
            + " permit",
        "resources/read      | \"uri\":\"note://secret/a\"                                 |"
            + " refuse",
        "completion/complete |"
            + " \"ref\":{\"type\":\"ref/prompt\",\"name\":\"kb__greeting\"},\"argument\":{\"name\":\"n\",\"value\":\"a\"}"
            + " | permit",
        "completion/complete | \"ref\":{\"type\":\"ref/prompt\",\"name\":\"kb__other\"}    |"
            + " refuse",
        "completion/complete |"
            + " \"ref\":{\"type\":\"ref/prompt\",\"name\":\"kb__letter\"},\"argument\":{\"name\":\"to\",\"value\":\"ada\"}"
            + " | permit",
        "completion/complete |"
            + " \"ref\":{\"type\":\"ref/prompt\",\"name\":\"kb__letter\"},\"argument\":{\"name\":\"x\",\"value\":\"\"},\"context\":{\"arguments\":{\"to\":\"bob\"}}"
            + " | refuse",
        "completion/complete | \"ref\":{\"type\":\"ref/resource\",\"uri\":\"note://public/{id}\"} |"
            + " permit",
        "completion/complete | \"ref\":{\"type\":\"ref/resource\",\"uri\":\"note://secret/{id}\"} |"
            + " refuse",
        "tools/call          | \"name\":\"kb__who\"                                        |"
            + " permit",
        "tools/call          | \"name\":\"kb__ours\"                                       |"
            + " permit",
        "tools/call          | \"name\":\"kb__theirs\"                                     | refuse"
      })
  void judgesWhateverHasANameByItsName(String method, String params, String decision)
      throws Exception {
    FakeUpstream kb = FakeUpstream.answering("kb", "{}");
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, kb)) {
      String session = gateway.session();
      long before = gateway.size();
      gateway.legacy(
          session,
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}"
              .formatted(method, params));
      assertEquals(decision, gateway.entries(before).getFirst().decision().orElseThrow());
      assertEquals(decision.equals("permit") ? 1 : 0, kb.sent().size());
    }
  }

  @Test
  void refusesACompletionThatNamesSomethingForbiddenBesideSomethingPermitted() throws Exception {
    String policy =
        """
        default: permit
        rules:
          - { name: no secrets, resources: [ "note://secret/*" ], refuse: "secret" }
        """;
    FakeUpstream kb = FakeUpstream.answering("kb", "{}");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, kb)) {
      String both = "{\"type\":\"ref/resource\",\"name\":\"kb__x\",\"uri\":\"note://secret/1\"}";
      gateway.legacy(
          gateway.session(),
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":{\"ref\":"
              + both
              + "}}");
      assertEquals(0, kb.sent().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "prompts/list            | prompts           | name        | greet           | other",
        "resources/list          | resources         | uri         | note://public/1 |"
            + " note://secret/1",
        "resources/templates/list| resourceTemplates | uriTemplate | note://{area}/1 |"
            + " note://secret/{id}"
      })
  void listsWhatTheCallerMayEverUse(
      String method, String member, String key, String shown, String hidden) throws Exception {
    String item = "{\"%s\":\"%s\",\"description\":\"d %s\"}";
    String list =
        "{\"%s\":[%s,%s]}"
            .formatted(
                member, item.formatted(key, hidden, hidden), item.formatted(key, shown, shown));
    FakeUpstream kb = FakeUpstream.answering("kb", list);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, kb)) {
      for (String reply :
          new String[] {
            gateway.modern(method, "", "").reply(), gateway.single("kb", method).reply()
          }) {
        assertTrue(reply.contains("d " + shown), reply);
        assertTrue(!reply.contains(hidden), reply);
      }
    }
  }
}
