package dev.gatehouse.recordings.leaf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafTest {
  private static final String COMMITMENT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

  private static final String FULL =
      ("{'actor':'@','boot':'01J0','ctx':'@','dir':'c2s','ex':'01JAV','method':'tools/call',"
           + "'msg':'@','msglen':72,'pol':'@','polhash':'ab12','policy':'permit',"
           + "'seal':'@','seallen':900,'t':'2026-11-23T01:23:45.000000Z','tool':'crm__find_customer','tx':'@','txlen':0,"
           + "'type':'request','up':'crm','v':1}")
          .replace('\'', '"')
          .replace("@", COMMITMENT);

  private static final String SMALL =
      "{\"boot\":\"01J0\",\"t\":\"2026-11-23T01:23:45.000000Z\",\"type\":\"boot\",\"v\":1}";

  @Test
  void writesWhatItRead() throws MalformedLeafException {
    assertEquals(FULL, Leaf.parse(FULL).text());
    assertEquals(SMALL, Leaf.parse(SMALL).text());
  }

  @Test
  void saysWhatStandsInIt() throws MalformedLeafException {
    Leaf leaf = Leaf.parse(FULL);
    assertEquals("request", leaf.type());
    assertEquals("01J0", leaf.boot());
    assertEquals(Instant.parse("2026-11-23T01:23:45Z"), leaf.time());
    assertEquals(Optional.of("crm__find_customer"), leaf.word("tool"));
    assertEquals(Optional.of("tools/call"), leaf.word("method"));
    assertEquals(Map.of("msg", 72L, "seal", 900L, "tx", 0L), leaf.lengths());
    assertEquals(Leaf.PARTS, leaf.commitments().keySet());
  }

  @Test
  void staysSmallEnoughForATileWithEveryWordAtItsLongest() {
    TreeMap<String, String> words = new TreeMap<>();
    Leaf.WORDS.forEach(word -> words.put(word, "x".repeat(Tokens.CHARS_MAX)));
    TreeMap<String, String> commitments = new TreeMap<>();
    Leaf.PARTS.forEach(part -> commitments.put(part, COMMITMENT));
    TreeMap<String, Long> lengths = new TreeMap<>();
    Leaf.MEASURED_PARTS.forEach(part -> lengths.put(part, 1L << 52));
    Leaf leaf = new Leaf("outcome-unknown", "b", Instant.EPOCH, words, commitments, lengths);
    assertTrue(leaf.text().length() < 4096);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        " @",
        "@ ",
        "@@",
        "@|'v':1|'v':2",
        "@|'v':1|'v':01",
        "@|'v':1|'v':1.0",
        "@|'v':1|'v':'1'",
        "@|,'v':1|",
        "@|'boot'|'goot'",
        "@|'type':'boot'|'type':'reboot'",
        "@|'type':'boot'|'type':'boot','type':'boot'",
        "@|'type':'boot'|'type':'boot','up':'a b'",
        "@|'type':'boot'|'type':'boot','up':''",
        "@|'type':'boot'|'type':'boot','up':'\\u0041'",
        "@|'type':'boot'|'type':'boot','up':{}",
        "@|'type':'boot'|'type':'boot','up':null",
        "@|'boot':'01J0'|'actor':'x','boot':'01J0'",
        "@|'boot':'01J0'|'boot':'01J0','msg':'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='",
        "@|'boot':'01J0'|'boot':'01J0','msglen':3",
        "@|'boot':'01J0'|'boot':'01J0','ctxlen':3",
        "@|.000000Z|Z",
        "@|.000000Z|.0000000Z",
        "@|.000000Z|.000000+00:00",
        "@|-11-23|-02-30",
        "@|T01:|T24:",
        "@|,'t'|, 't'",
      })
  void refusesEveryOtherSpelling(String change) {
    String[] parts = change.split("\\|", -1);
    String text = parts[0].replace("@", SMALL);
    if (parts.length == 3) {
      String from = parts[1].replace('\'', '"');
      assertTrue(text.contains(from), from);
      text = text.replace(from, parts[2].replace('\'', '"'));
    }
    String changed = text;
    assertThrows(MalformedLeafException.class, () -> Leaf.parse(changed));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void throwsNothingElseWhateverItReads(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder(FULL);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(0x180));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, FULL, 0, random.nextInt(20));
        }
      }
      try {
        assertEquals(text.toString(), Leaf.parse(text.toString()).text());
      } catch (MalformedLeafException e) {
        // Refused, as nearly all of them must be.
      }
    }
  }

  @Test
  void refusesSentencesInClear() {
    TreeMap<String, String> words = new TreeMap<>(Map.of("tool", "delete everything, please"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Leaf("request", "b", Instant.EPOCH, words, new TreeMap<>(), new TreeMap<>()));
  }

  @Test
  void commitsToTheSameBytesDifferentlyEachTime() {
    SecureRandom random = new SecureRandom();
    byte[] content = "4111111111111111".getBytes(UTF_8);
    Disclosure first = Disclosure.salted("msg", content, random);
    Disclosure second = Disclosure.salted("msg", content, random);
    assertNotEquals(first.commitment(), second.commitment());
    Disclosure again = new Disclosure("msg", first.salt(), content);
    assertEquals(first.commitment(), again.commitment());
    Disclosure other = new Disclosure("msg", first.salt(), "4111111111111112".getBytes(UTF_8));
    assertNotEquals(first.commitment(), other.commitment());
  }

  @Test
  void escapesOnlyWhatItMust() {
    String text = "\u0000\u0001\b\t\n\f\r\u001f \"\\/\u007f€\ud83d\ude00";
    assertEquals(
        "\"\\u0000\\u0001\\b\\t\\n\\f\\r\\u001f \\\"\\\\/\u007f€\ud83d\ude00\"",
        JsonStrings.quote(text));
  }
}
