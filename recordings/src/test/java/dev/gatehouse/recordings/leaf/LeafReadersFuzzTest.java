package dev.gatehouse.recordings.leaf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.Mutations;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeafReadersFuzzTest {
  private static final String COMMITMENT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

  @Test
  void readsLeavesStrictly() {
    for (String leaf :
        List.of(
            "{\"boot\":\"01JA\",\"t\":\"2026-11-23T01:23:45.000000Z\",\"type\":\"boot\",\"v\":1}",
            "{\"actor\":\"@\",\"boot\":\"01JA\",\"dir\":\"c2s\",\"ex\":\"01JB\","
                + "\"method\":\"tools/call\",\"msg\":\"@\",\"msglen\":72,\"policy\":\"permit\","
                + "\"t\":\"2026-11-23T01:23:45.000000Z\",\"tool\":\"crm__find\",\"tx\":\"@\","
                + "\"txlen\":0,\"type\":\"request\",\"up\":\"crm\",\"v\":1}")) {
      Mutations.requireStrict(
          leaf.replace("@", COMMITMENT).getBytes(US_ASCII),
          MalformedLeafException.class,
          bytes -> Leaf.parse(bytes, 0, bytes.length).toArray());
    }
  }

  /** What deflates to the same gaps may be deflated in many ways. */
  @Test
  void readsListsOfErasedEntriesAsWhatTheyAreWrittenAgain() {
    ErasedEntries erased =
        new ErasedEntries("2026-11", List.of(0L, 1L, 7L, 4_000_000_000L), "gdpr");
    Mutations.requireStrict(
        erased.json().getBytes(UTF_8),
        IllegalArgumentException.class,
        bytes -> {
          List<Long> read = ErasedEntries.indexes(new String(bytes, UTF_8));
          String again = new ErasedEntries("2026-11", read, "gdpr").json();
          return ErasedEntries.indexes(again).equals(read) ? bytes : again.getBytes(UTF_8);
        });
  }
}
