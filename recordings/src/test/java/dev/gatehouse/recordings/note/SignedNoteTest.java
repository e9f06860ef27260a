package dev.gatehouse.recordings.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  /** The example of C2SP signed-note v1.0.0. */
  private static final String EXAMPLE_KEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final String SIGNATURE =
      "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRK"
          + "uwHjG1Yu72IneyaQM=\n";

  private static final String EXAMPLE = "This is an example message.\n\n" + SIGNATURE;

  private static String verify(String note, String key) throws MalformedNoteException {
    return SignedNote.parse(note.getBytes(UTF_8)).verifiedText(VerifierKey.parse(key));
  }

  @Test
  void verifiesTheExampleOfTheSpecification() throws MalformedNoteException {
    assertEquals("This is an example message.\n", verify(EXAMPLE, EXAMPLE_KEY));
    assertEquals(EXAMPLE_KEY, VerifierKey.parse(EXAMPLE_KEY).text());
    assertEquals("example.com/foo", VerifierKey.parse(EXAMPLE_KEY).name());
    assertEquals(0x530d903a, VerifierKey.parse(EXAMPLE_KEY).id());
  }

  @Test
  void verifiesWhatItSigned() throws MalformedNoteException {
    SigningKey key = SigningKey.generate("log.example");
    SigningKey again = SigningKey.of(key.pkcs8(), key.verifierKey());
    byte[] note = again.sign("one\n\ntwo\n");
    assertEquals("one\n\ntwo\n", SignedNote.parse(note).verifiedText(key.verifierKey()));
    VerifierKey other = SigningKey.generate("log.example").verifierKey();
    assertThrows(MalformedNoteException.class, () -> SignedNote.parse(note).verifiedText(other));
  }

  @Test
  void ignoresSignaturesOfOtherKeys() throws MalformedNoteException {
    SigningKey other = SigningKey.generate("witness.example");
    String foreign = new String(other.sign("another text\n"), UTF_8).split("\n\n")[1];
    assertEquals(
        "This is an example message.\n", verify(EXAMPLE + foreign.repeat(17), EXAMPLE_KEY));
  }

  @Test
  void refusesTheNoteWhereOneSignatureOfTheKnownKeyFails() {
    String bad = SIGNATURE.replace("Yu72", "Yu73");
    assertThrows(MalformedNoteException.class, () -> verify(EXAMPLE + bad, EXAMPLE_KEY));
  }

  @Test
  void refusesEverySingleChangedByte() throws MalformedNoteException {
    SigningKey key = SigningKey.generate("log.example");
    byte[] note = key.sign("log.example\n5\nabc\n");
    for (int i = 0; i < note.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = note.clone();
        changed[i] ^= (byte) (1 << bit);
        assertThrows(
            MalformedNoteException.class,
            () -> SignedNote.parse(changed).verifiedText(key.verifierKey()),
            "byte " + i + " bit " + bit);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n" + SIGNATURE,
        "text\n\n" + SIGNATURE + "\n",
        "text\r\n\r\n" + SIGNATURE,
        "text\twith tab\n\n" + SIGNATURE,
        "text\n\n- example.com/foo Uw2QOkn8\n",
        "text\n\n— example.com/foo Uw2QOg==\n",
        "text\n\n— example.com/foo Uw2QOkn8srU\n",
        "text\n\n— example.com/foo  Uw2QOkn8srU=\n",
        "text\n\n— example+foo Uw2QOkn8srU=\n",
        "text\n\n— Uw2QOkn8srU=\n",
      })
  void refusesWhatIsNoNote(String note) {
    assertThrows(MalformedNoteException.class, () -> SignedNote.parse(note.getBytes(UTF_8)));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] note = EXAMPLE.getBytes(UTF_8);
    note[3] = (byte) 0xc3;
    assertThrows(MalformedNoteException.class, () -> SignedNote.parse(note));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903a+",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      })
  void refusesWhatIsNoVerifierKey(String key) {
    assertThrows(MalformedNoteException.class, () -> VerifierKey.parse(key));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void throwsNothingElseWhateverItReads(long seed) {
    Random random = new Random(seed);
    byte[] example = EXAMPLE.getBytes(UTF_8);
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = example.clone();
      for (int change = random.nextInt(5); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        String text = SignedNote.parse(bytes).verifiedText(VerifierKey.parse(EXAMPLE_KEY));
        assertEquals("This is an example message.\n", text);
      } catch (MalformedNoteException e) {
        // Refused, as nearly all of them must be.
      }
    }
  }

  @Test
  void readsTheCheckpointThatItWrites() throws MalformedNoteException {
    String text =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    Checkpoint checkpoint = Checkpoint.parse(text);
    assertEquals(20_852_163, checkpoint.size());
    assertEquals(text, checkpoint.text());
    for (String bad :
        List.of(
            text + "extension\n",
            text.replace("20852163", "020852163"),
            text.replace("20852163", "-1"),
            text.replace("20852163", "99999999999999999999"),
            text.replace("q2I=", "q2J="),
            text.replace("q2I=", ""),
            text.replace("example.com/behind-the-sofa", ""),
            text.stripTrailing())) {
      assertThrows(MalformedNoteException.class, () -> Checkpoint.parse(bad), bad);
    }
  }

  @Test
  void refusesTheCheckpointOfAnotherLog() throws MalformedNoteException {
    SigningKey key = SigningKey.generate("log.example");
    String root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    byte[] own = key.sign("log.example\n7\n" + root + "\n");
    byte[] other = key.sign("other.example\n7\n" + root + "\n");
    assertEquals(7, Checkpoint.verify(own, key.verifierKey()).size());
    assertThrows(MalformedNoteException.class, () -> Checkpoint.verify(other, key.verifierKey()));
  }
}
