package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileHashes;
import dev.gatehouse.recordings.merkle.TreeHashes;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
  private static final String LEAF = "NQlNQxyDryBYqd/7eGCrKBOysRe1XBCh3C2CAX7FVs0=";
  private static final String TEXT =
      "{\"origin\":\"gatehouse.local\",\"index\":8,\"leaf\":\"" + LEAF + "\"}";
  private static final Receipt RECEIPT = new Receipt("gatehouse.local", 8, Hash.ofBase64(LEAF));

  private static Receipt parse(String json) throws ProofException {
    return Receipt.parse(json.getBytes(UTF_8));
  }

  @Test
  void readsWhatTheGatewayHandsOut() throws ProofException {
    assertEquals(RECEIPT, parse(TEXT));
    assertEquals(TEXT, RECEIPT.text());
  }

  /** Each is a place where a client may have kept it; `@` stands for the receipt. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@",
        " \r\n\t@ \n",
        "{\"dev.gatehouse/receipt\":@}",
        "{\"dev.gatehouse\\/receipt\":@}",
        "{\"dev.gatehouse/decision\":{\"decision\":\"permit\"},\"dev.gatehouse/receipt\":@}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@}}",
        "{\"content\":[],\"_meta\":{\"x\":[1,-0.5e+3,null,true,false],\"dev.gatehouse/receipt\": @"
            + " }}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"_meta\":{\"dev.gatehouse/receipt\":@}}}",
        "{\"result\":{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":\"}\\\"\"},\"jsonrpc\":\"2.0\"}",
      })
  void findsItWhereRepliesHaveIt(String around) throws ProofException {
    assertEquals(RECEIPT, parse(around.replace("@", TEXT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"leaf\":\"@\",\"index\":8,\"origin\":\"gatehouse.local\"}",
        "{ \"index\" : 8 ,\n\"leaf\":\t\"@\" , \"origin\" : \"gatehouse.local\" }",
        "{\"origin\":\"gatehouse\\u002Elocal\",\"ind\\u0065x\":8,\"leaf\":\"@\"}",
      })
  void readsEverySpellingThatJsonAllows(String json) throws ProofException {
    assertEquals(RECEIPT, parse(json.replace("@", LEAF)));
    assertEquals(RECEIPT, parse(json.replace("@", LEAF.replace("/", "\\/"))));
    assertEquals(RECEIPT, parse(json.replace("@", LEAF.replace("=", "\\u003d"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "[@]",
        "\"@\"",
        "{}",
        "@@",
        "@,",
        "{\"structuredContent\":@}",
        "{\"structuredContent\":{\"_meta\":{\"dev.gatehouse/receipt\":@}}}",
        "{\"content\":{\"dev.gatehouse/receipt\":@}}",
        "{\"result\":@}",
        "{\"_meta\":@}",
        "{\"_meta\":[@]}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":[@]}}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@,\"dev.gatehouse/receipt\":@}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"_meta\":{\"dev.gatehouse/receipt\":@}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"dev.gatehouse/receipt\":@}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"_meta\":{\"dev.gatehouse/receipt\":@}}}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":tru}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":01}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":1.}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":\"\\x\"}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":\"\t\"}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":\"\\u12\"}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@},\"a\":[1,]}",
        "{\"_meta\":{\"dev.gatehouse/receipt\":@}",
      })
  void takesNothingForAReceiptThatStandsElsewhereOrIsNotJson(String around) {
    assertThrows(ProofException.class, () -> parse(around.replace("@", TEXT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"origin\":\"gatehouse.local\",\"index\":8}",
        "{\"origin\":\"gatehouse.local\",\"index\":8,\"leaf\":\"@\",\"more\":1}",
        "{\"origin\":\"gatehouse.local\",\"index\":8,\"index\":8,\"leaf\":\"@\"}",
        "{\"origin\":\"\",\"index\":8,\"leaf\":\"@\"}",
        "{\"origin\":\"a\\nb\",\"index\":8,\"leaf\":\"@\"}",
        "{\"origin\":\"\\ud800\",\"index\":8,\"leaf\":\"@\"}",
        "{\"origin\":null,\"index\":8,\"leaf\":\"@\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":\"8\",\"leaf\":\"@\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":8.0,\"leaf\":\"@\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":8e0,\"leaf\":\"@\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":-8,\"leaf\":\"@\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":9999999999999999999,\"leaf\":\"@\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":8,\"leaf\":\"@A\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":8,\"leaf\":\"\"}",
        "{\"origin\":\"gatehouse.local\",\"index\":8,\"leaf\":8}",
      })
  void refusesWhatIsNoReceipt(String json) {
    assertThrows(ProofException.class, () -> parse(json.replace("@", LEAF)));
  }

  @Test
  void endsAtALimitHoweverDeepOrLongItIs() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThrows(ProofException.class, () -> parse(deep));
    assertThrows(ProofException.class, () -> Receipt.parse(new byte[64 * 1024 * 1024 + 1]));
    assertThrows(ProofException.class, () -> Receipt.parse(new byte[] {'"', (byte) 0xff, '"'}));
  }

  @Test
  void verifiesByAProofFile() throws MalformedNoteException, ProofException {
    SampleLog log = new SampleLog("log.example");
    SampleLog other = new SampleLog("other.example");
    Receipt receipt = log.receipt(5);
    assertEquals(log.checkpoint(), receipt.verify(log.proof(5), log.policy()).checkpoint());
    refuses(() -> log.receipt(6).verify(log.proof(5), log.policy()));
    refuses(() -> receipt.verify(log.proof(5), other.policy()));
    refuses(() -> receipt.verify(other.proof(5), other.policy()));
    refuses(
        () -> new Receipt("log.example", 5, RECEIPT.leafHash()).verify(log.proof(5), log.policy()));
  }

  @Test
  void verifiesByTheHashesOfTheTree() throws MalformedNoteException, ProofException {
    SampleLog log = new SampleLog("log.example");
    for (int index = 0; index < SampleLog.SIZE; index++) {
      log.receipt(index).verify(log.checkpoint(), log.tree());
    }
    Hash leaf = SampleLog.leaf(5);
    refuses(() -> log.receipt(SampleLog.SIZE).verify(log.checkpoint(), log.tree()));
    refuses(() -> new Receipt("log.example", 6, leaf).verify(log.checkpoint(), log.tree()));
    refuses(() -> new Receipt("other.example", 5, leaf).verify(log.checkpoint(), log.tree()));
  }

  /** Hashes that say what the receipt says must still lead to the root that was signed. */
  @Test
  void refusesHashesThatWereMadeToFitTheReceipt() throws MalformedNoteException {
    SampleLog log = new SampleLog("log.example");
    Checkpoint signed = log.checkpoint();
    Receipt forged = new Receipt("log.example", 5, RECEIPT.leafHash());
    List<Hash> same = Collections.nCopies(SampleLog.SIZE, RECEIPT.leafHash());
    TreeHashes<RuntimeException> tree =
        new TileHashes<>(SampleLog.SIZE, (level, index, width) -> new Tile(0, 0, same));
    refuses(() -> forged.verify(signed, tree));
  }

  private static void refuses(Executable claim) {
    assertThrows(ProofException.class, claim);
  }
}
