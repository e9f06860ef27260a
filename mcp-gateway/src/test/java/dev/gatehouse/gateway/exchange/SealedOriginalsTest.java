package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.seal.AuditorKey;
import dev.gatehouse.gateway.seal.Seal;
import dev.gatehouse.gateway.unseal.AuditorKeyPair;
import dev.gatehouse.gateway.unseal.AuditorPrivateKey;
import dev.gatehouse.gateway.unseal.Opening;
import dev.gatehouse.gateway.unseal.SealedEntries;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which originals are sealed, and into which entries. */
class SealedOriginalsTest {
  private static final String CARD = "4111 1111 1111 1111";
  private static final String POLICY =
      """
      default: permit
      rules:
        - name: cards
          upstreams: [ crm ]
          mask: { arguments: [ { detect: payment-card } ], result: [ { detect: payment-card } ] }
          seal: [ arguments, result ]
        - name: no deletes
          tools: [ crm__delete ]
          refuse: "no"
      """;
  private static final String CALL =
      "{ \"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"crm__f\","
          + "\"arguments\":{\"card\" : \"4111 1111 1111 1111\",\"n\":1.50}}}";
  private static final String REPLY =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[],\"x\" : \"4111 1111 1111 1111\"}}";
  private static final String PROGRESS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"message\":"
          + "\"4111 1111 1111 1111\"}}";

  @TempDir private Path folder;
  private Path directory;
  private Seal seal;
  private AuditorPrivateKey secret;

  @BeforeEach
  void makeAKey() throws Exception {
    directory = folder.resolve("data");
    AuditorKeyPair pair = AuditorKeyPair.generate();
    Path open = Files.writeString(folder.resolve("public.jwk"), pair.publicJwk());
    seal = Seal.to(AuditorKey.read(open));
    secret =
        AuditorPrivateKey.read(Files.writeString(folder.resolve("private.jwk"), pair.privateJwk()));
  }

  @Test
  void keepsBothSidesOfACallAndWhatCameBetweenByteForByte() throws Exception {
    FakeUpstream crm =
        new FakeUpstream(
            "crm",
            Era.LEGACY,
            call -> {
              call.listener().heard((Message.Notification) FakeUpstream.message(PROGRESS));
              return REPLY;
            });
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, seal, crm)) {
      gateway.legacy(gateway.session(), CALL);
      assertFalse(crm.sent().getFirst().contains(CARD));
      assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
    }
    assertEquals(
        List.of("request c2s " + CALL, "event s2c " + PROGRESS, "response s2c " + REPLY), opened());
  }

  @Test
  void keepsNothingThatWasNotMasked() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, seal, crm)) {
      gateway.legacy(gateway.session(), CALL.replace(CARD, "none"));
    }
    assertEquals(List.of(), opened());
  }

  @Test
  void keepsTheSideThatTheRuleSaysAndNoOther() throws Exception {
    FakeUpstream crm = new FakeUpstream("crm", Era.LEGACY, _ -> REPLY);
    String policy = POLICY.replace("[ arguments, result ]", "result");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, seal, crm)) {
      gateway.legacy(gateway.session(), CALL);
    }
    assertEquals(List.of("response s2c " + REPLY), opened());
  }

  @Test
  void keepsWhatARefusedCallAskedFor() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{}");
    String refused = CALL.replace("crm__f", "crm__delete");
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, seal, crm)) {
      gateway.legacy(gateway.session(), refused);
      assertEquals(List.of(), crm.sent());
    }
    assertEquals(List.of("request c2s " + refused), opened());
  }

  @Test
  void keepsErrorsToo() throws Exception {
    String error = REPLY.replace("\"result\":{\"content\":[],", "\"error\":{\"code\":1,");
    FakeUpstream crm = new FakeUpstream("crm", Era.LEGACY, _ -> error);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, seal, crm)) {
      gateway.legacy(gateway.session(), CALL.replace(CARD, "none"));
    }
    assertEquals(List.of("response s2c " + error), opened());
  }

  @Test
  void keepsThePagesOfAListThatIsMadeOfSeveral() throws Exception {
    String page =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"prompts\":[{\"name\":\"a\",\"d\":\"%s\"}]}}"
            .formatted(CARD);
    FakeUpstream crm = new FakeUpstream("crm", Era.LEGACY, _ -> page);
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, seal, crm)) {
      gateway.legacy(
          gateway.session(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\"}");
      assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
    }
    assertEquals(List.of("event s2c " + page), opened());
  }

  @Test
  void keepsANotificationOfTheClientsForTheUpstreamThatItGoesTo() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{}");
    String note =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"c\":\"" + CARD + "\"}}";
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, seal, crm)) {
      gateway.legacy(gateway.session(), note);
    }
    assertFalse(crm.told().getFirst().contains(CARD));
    assertEquals(List.of("event c2s " + note), opened());
  }

  @Test
  void doesNotCarryOutWhatItCannotSeal() throws Exception {
    FakeUpstream crm = FakeUpstream.answering("crm", "{\"content\":[]}");
    Seal nobody = Seal.to(List.of());
    try (ExchangeBench gateway = new ExchangeBench(directory, POLICY, nobody, crm)) {
      String reply = gateway.legacy(gateway.session(), CALL).reply();
      assertTrue(reply.contains("\"code\":-32603"), reply);
      assertFalse(reply.contains(CARD), reply);
      assertEquals(List.of(), crm.sent());
      assertTrue(gateway.lines(gateway.size() - 1).getFirst().startsWith("response"));
      assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
    }
  }

  @Test
  void withholdsAReplyThatItCannotSeal() throws Exception {
    FakeUpstream crm = new FakeUpstream("crm", Era.LEGACY, _ -> REPLY);
    String policy = POLICY.replace("[ arguments, result ]", "result");
    try (ExchangeBench gateway = new ExchangeBench(directory, policy, Seal.to(List.of()), crm)) {
      String reply = gateway.legacy(gateway.session(), CALL).reply();
      assertTrue(reply.contains("\"code\":-32603"), reply);
      assertEquals(
          "fault", gateway.entries(gateway.size() - 1).getFirst().decision().orElseThrow());
      assertFalse(String.join("\n", gateway.lines(0)).contains(CARD));
    }
  }

  private List<String> opened() throws RecordingException, IOException {
    List<String> opened = new ArrayList<>();
    SealedEntries.read(
        directory,
        entry -> {
          if (secret.open(entry.place(), entry.sealed()) instanceof Opening.Opened(String text)) {
            String kind = entry.place().kind().wireName();
            opened.add(kind + " " + entry.place().direction().wireName() + " " + text);
          } else {
            opened.add("broken " + entry.index());
          }
        });
    return opened;
  }
}
