package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.merkle.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointPolicyTest {
  private static final Instant TIME = Instant.parse("2026-11-23T01:23:45Z");
  private static final Hash ROOT = Hash.ofBase64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  private static final Checkpoint CHECKPOINT = new Checkpoint("log.example", 9, ROOT);

  private final Map<String, SigningKey> keys = new HashMap<>();
  private final SigningKey log;
  private final SigningKey logSecond;

  CheckpointPolicyTest() throws MalformedNoteException {
    log = SigningKey.generate("log.example");
    logSecond = SigningKey.generate("log.example", KeyType.ML_DSA_44);
    for (String name : List.of("x1", "x2", "x3", "y1", "y2")) {
      KeyType type = name.endsWith("2") ? KeyType.ML_DSA_44 : KeyType.ED25519_COSIGNATURE;
      keys.put(name, SigningKey.generate(name + ".example", type));
    }
  }

  /** Writes {@code <key>} for the key of that name. */
  private String fill(String text) {
    String filled = text.replace("<log>", log.verifierKey().text());
    filled = filled.replace("<log2>", logSecond.verifierKey().text());
    for (Map.Entry<String, SigningKey> key : keys.entrySet()) {
      filled = filled.replace("<" + key.getKey() + ">", key.getValue().verifierKey().text());
    }
    return filled;
  }

  private SigningKey key(String name) {
    return Optional.ofNullable(keys.get(name)).orElseThrow();
  }

  private CheckpointPolicy policy(String text) throws MalformedNoteException {
    return CheckpointPolicy.parse(fill(text).getBytes(UTF_8));
  }

  private SignedNote cosigned(String... witnesses) throws MalformedNoteException {
    List<SignatureLine> lines = new ArrayList<>();
    lines.add(log.line(CHECKPOINT.text(), TIME));
    for (int i = 0; i < witnesses.length; i++) {
      lines.add(key(witnesses[i]).line(CHECKPOINT.text(), TIME.plusSeconds(i)));
    }
    return new SignedNote(CHECKPOINT.text(), lines);
  }

  private static final String TWO_LEVELS =
      """
      log <log>
      witness X1 <x1>
      witness X2 <x2> https://x2.example/witness/
      witness X3 <x3>
      witness Y1 <y1>
      witness Y2 <y2>
      group X-witnesses 2 X1 X2 X3
      group Y-witnesses any Y1 Y2
      group X-and-Y all X-witnesses Y-witnesses
      quorum X-and-Y
      """;

  @ParameterizedTest
  @CsvSource({
    "x1 x2 y1, true",
    "x3 x2 y2, true",
    "x1 x2 x3 y1 y2, true",
    "x1 x2 x3, false",
    "x1 y1 y2, false",
    "y1, false",
    "'', false",
    "x1 x1 y1, false"
  })
  void asksForTheQuorum(String cosigners, boolean enough) throws MalformedNoteException {
    String[] names = cosigners.isEmpty() ? new String[0] : cosigners.split(" ");
    CheckpointPolicy.Outcome outcome = policy(TWO_LEVELS).verify(cosigned(names).bytes());
    if (enough) {
      CheckpointPolicy.Accepted accepted =
          assertInstanceOf(CheckpointPolicy.Accepted.class, outcome);
      assertEquals(CHECKPOINT, accepted.checkpoint());
      assertEquals(List.of(log.verifierKey()), accepted.logs());
      assertEquals(names.length, accepted.witnesses().size());
      for (int i = 0; i < names.length; i++) {
        assertEquals(
            TIME.plusSeconds(i), accepted.witnesses().get(names[i].toUpperCase(Locale.ROOT)));
      }
    } else {
      assertInstanceOf(CheckpointPolicy.Refused.class, outcome);
    }
  }

  @Test
  void writesTheOneSpellingOfWhatItReads() throws MalformedNoteException {
    assertEquals(fill(TWO_LEVELS), policy(TWO_LEVELS).text());
    String loose =
        """
        # who

        \twitness  X1 \t<x1>\s\s
          # more
        witness X2 <x2>
        group g 1 X1 X2
        group h 1 g
        quorum h
        log <log>
         log <log2>\thttps://log.example
        """;
    String strict =
        """
        log <log>
        log <log2> https://log.example
        witness X1 <x1>
        witness X2 <x2>
        group g any X1 X2
        group h all g
        quorum h
        """;
    assertEquals(fill(strict), policy(loose).text());
    assertEquals(policy(loose), policy(policy(loose).text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|no quorum line",
        "log <log>\n|no quorum line",
        "quorum none|last line",
        "log <log>\nlog\nquorum none\n|line 2: expected `log",
        "log <log>\nlog <log>\nquorum none\n|line 2: a log with this key",
        "log <x1>\nquorum none\n|line 1: the key of a log",
        "witness w <log>\nquorum w\n|line 1: the key of a witness",
        "witness none <x1>\nquorum none\n|line 1: the name `none`",
        "witness w <x1>\nwitness w <x3>\nquorum w\n|line 2: the name `w`",
        "witness w <x1>\nwitness v <x1>\nquorum w\n|line 2: a witness with this key",
        "witness w <x1>\nquorum v\n|line 2: `v` is defined",
        "quorum w\nwitness w <x1>\n|line 1: `w` is defined",
        "witness w <x1>\nquorum w\nquorum w\n|line 3: a second quorum",
        "witness w <x1>\ngroup g 2 w\nquorum g\n|line 2: threshold 2",
        "witness w <x1>\ngroup g 0 w\nquorum g\n|line 2: threshold `0`",
        "witness w <x1>\ngroup g 01 w\nquorum g\n|line 2: threshold `01`",
        "witness w <x1>\ngroup g most w\nquorum g\n|line 2: threshold `most`",
        "witness w <x1>\ngroup g any none\nquorum g\n|line 2: `none` is defined",
        "witness w <x1>\ngroup g any g\nquorum g\n|line 2: `g` is defined",
        "witness w <x1>\ngroup g any w w\nquorum g\n|line 2: `w` is a member",
        "witness w <x1>\ngroup g any w\ngroup h any w\nquorum g\n|line 3: `w` is a member",
        "witness w <x1>\ngroup w any w\nquorum w\n|line 2: the name `w`",
        "log <log> u u\nquorum none\n|line 1: expected `log",
        "quorum none none\n|line 1: expected `quorum",
        "Quorum none\n|line 1: `Quorum`",
        "log x\nwitness w\nquorum none\n|+key; line 2: expected `witness",
        "quorum none\r\n|control character",
        "quorum none\u007f\n|control character",
        "log\u00a0<log>\nquorum none\n|line 1: `log\u00a0",
      })
  void saysWhichLineIsWrong(String given) {
    String text = given.substring(0, given.lastIndexOf('|'));
    String expected = given.substring(given.lastIndexOf('|') + 1);
    String message =
        String.valueOf(assertThrows(MalformedNoteException.class, () -> policy(text)).getMessage());
    assertTrue(message.contains(expected), message);
  }

  @Test
  void oneKeyOfTheLogIsEnoughAndNoneIsNot() throws MalformedNoteException {
    CheckpointPolicy both =
        CheckpointPolicy.ofLog(List.of(log.verifierKey(), logSecond.verifierKey()));
    CheckpointPolicy second = CheckpointPolicy.ofLog(List.of(logSecond.verifierKey()));
    byte[] first = cosigned().bytes();
    assertInstanceOf(CheckpointPolicy.Accepted.class, both.verify(first));
    assertInstanceOf(CheckpointPolicy.Refused.class, second.verify(first));
    byte[] signed = new SigningKeys(log, Optional.of(logSecond)).sign(CHECKPOINT, TIME).bytes();
    assertInstanceOf(CheckpointPolicy.Accepted.class, second.verify(signed));
    assertEquals(
        2, assertInstanceOf(CheckpointPolicy.Accepted.class, both.verify(signed)).logs().size());
  }

  @Test
  void refusesTheNoteWhereAWitnessesLineFails() throws MalformedNoteException {
    SignatureLine bad = key("x1").line(new Checkpoint("log.example", 8, ROOT).text(), TIME);
    SignedNote note = cosigned("x2", "x3", "y1").with(List.of(bad));
    assertInstanceOf(CheckpointPolicy.Refused.class, policy(TWO_LEVELS).verify(note.bytes()));
    assertInstanceOf(
        CheckpointPolicy.Accepted.class,
        policy(TWO_LEVELS).verify(cosigned("x2", "x3", "y1").bytes()));
  }

  @Test
  void refusesALogThatSignsAsAnother() throws MalformedNoteException {
    String text = new Checkpoint("other.example", 9, ROOT).text();
    SignedNote note = new SignedNote(text, List.of(log.line(text, TIME)));
    assertInstanceOf(
        CheckpointPolicy.Refused.class, policy("log <log>\nquorum none\n").verify(note.bytes()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void throwsNothingElseWhateverItReads(long seed) {
    Random random = new Random(seed);
    byte[] example = fill(TWO_LEVELS).getBytes(UTF_8);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = example.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        CheckpointPolicy read = CheckpointPolicy.parse(bytes);
        assertEquals(read, CheckpointPolicy.parse(read.bytes()));
      } catch (MalformedNoteException e) {
        // Refused, as nearly all of them must be.
      }
    }
  }
}
