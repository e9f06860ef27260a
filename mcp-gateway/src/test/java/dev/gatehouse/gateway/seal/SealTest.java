package dev.gatehouse.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.unseal.AuditorKeyPair;
import dev.gatehouse.gateway.unseal.AuditorPrivateKey;
import dev.gatehouse.gateway.unseal.Opening;
import dev.gatehouse.recordings.Direction;
import dev.gatehouse.recordings.EntryKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  private static final SealedPlace PLACE =
      new SealedPlace(EntryKind.REQUEST, "01KX0000000000000000000001", Direction.CLIENT_TO_SERVER);
  private static final String ORIGINAL =
      "{ \"card\":\"4111 1111 1111 1111\", \"name\":\"Gr\u00fcn \u20ac \uD83D\uDE00\",\"n\":1.50}";

  @TempDir private Path folder = Path.of("");

  @Test
  void opensForEachAuditorAndNobodyElse() throws Exception {
    Pair ada = pair("ada");
    Pair bob = pair("bob");
    Pair eve = pair("eve");
    String sealed = Seal.to(List.of(ada.open, bob.open)).seal(PLACE, ORIGINAL).toText();

    assertEquals(2, sealed.lines().count());
    assertEquals(new Opening.Opened(ORIGINAL), ada.secret.open(PLACE, sealed));
    assertEquals(new Opening.Opened(ORIGINAL), bob.secret.open(PLACE, sealed));
    assertEquals(
        new Opening.ForOthers(List.of(ada.open.id(), bob.open.id())),
        eve.secret.open(PLACE, sealed));
  }

  @Test
  void saysInItsHeaderWhereItBelongs() throws Exception {
    Pair ada = pair("ada");
    String sealed = Seal.to(List.of(ada.open)).seal(PLACE, ORIGINAL).toText();
    String header = new String(Base64.getUrlDecoder().decode(sealed.split("\\.")[0]), UTF_8);

    for (String member :
        List.of(
            "\"alg\":\"ECDH-ES+A256KW\"",
            "\"enc\":\"A256GCM\"",
            "\"kid\":\"" + ada.open.id() + "\"",
            "\"dev.gatehouse/direction\":\"c2s\"",
            "\"dev.gatehouse/entry\":\"request\"",
            "\"dev.gatehouse/exchange\":\"01KX0000000000000000000001\"")) {
      assertTrue(header.contains(member), header);
    }
    assertFalse(header.contains("\"d\""), header);
  }

  @Test
  void doesNotOpenInAnotherEntry() throws Exception {
    Pair ada = pair("ada");
    String sealed = Seal.to(List.of(ada.open)).seal(PLACE, ORIGINAL).toText();

    for (SealedPlace other :
        List.of(
            new SealedPlace(EntryKind.REQUEST, "01KX2", Direction.CLIENT_TO_SERVER),
            new SealedPlace(EntryKind.EVENT, PLACE.exchange(), Direction.CLIENT_TO_SERVER),
            new SealedPlace(EntryKind.REQUEST, PLACE.exchange(), Direction.SERVER_TO_CLIENT))) {
      Opening opening = ada.secret.open(other, sealed);
      String reason = assertInstanceOf(Opening.Broken.class, opening).reason();
      assertTrue(reason.startsWith("it was sealed for another entry: "), reason);
    }
  }

  /** Every character counts, those of the header among them. */
  @Test
  void doesNotOpenWhereACharacterWasChanged() throws Exception {
    Pair ada = pair("ada");
    String sealed = Seal.to(List.of(ada.open)).seal(PLACE, ORIGINAL).toText();
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      int at = random.nextInt(sealed.length());
      StringBuilder changed = new StringBuilder(sealed);
      changed.setCharAt(at, changed.charAt(at) == 'Q' ? 'g' : 'Q');
      Opening opening = ada.secret.open(PLACE, changed.toString());
      // The last character of each fifth has bits that stand for nothing: base64url is lenient.
      if (opening instanceof Opening.Opened(String original)) {
        assertEquals(ORIGINAL, original);
        assertTrue(at + 1 == sealed.length() || sealed.charAt(at + 1) == '.', "at " + at);
      }
    }
    assertInstanceOf(Opening.Broken.class, ada.secret.open(PLACE, "no jwe"));
    assertInstanceOf(Opening.Broken.class, ada.secret.open(PLACE, ""));
  }

  @Test
  void sealsTheSameOriginalDifferentlyEachTime() throws Exception {
    Seal seal = Seal.to(List.of(pair("ada").open));

    assertNotEquals(seal.seal(PLACE, ORIGINAL), seal.seal(PLACE, ORIGINAL));
  }

  @Test
  void refusesWhatCannotBeSealedWithoutAWordOfIt() throws Exception {
    Pair ada = pair("ada");
    IllegalStateException nobody =
        assertThrows(IllegalStateException.class, () -> Seal.to(List.of()).seal(PLACE, ORIGINAL));
    String large = "x".repeat(Seal.SEALED_CHARACTERS_MAX / 2 + 1);
    IllegalStateException tooLarge =
        assertThrows(
            IllegalStateException.class,
            () -> Seal.to(List.of(ada.open, pair("bob").open)).seal(PLACE, large));

    assertEquals("nobody to seal an original to", nobody.getMessage());
    assertEquals("an original of 33554433 is too large", tooLarge.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Seal.to(List.of(ada.open, ada.open, ada.open, ada.open, ada.open)));
  }

  /** Both halves of a key of an auditor's. */
  private record Pair(AuditorKey open, AuditorPrivateKey secret) {}

  private Pair pair(String name) throws Exception {
    AuditorKeyPair pair = AuditorKeyPair.generate();
    Path open = Files.writeString(folder.resolve(name + ".public"), pair.publicJwk());
    Path secret = Files.writeString(folder.resolve(name + ".private"), pair.privateJwk());
    List<AuditorKey> keys = new ArrayList<>(AuditorKey.read(open));
    assertEquals(pair.id(), keys.getFirst().id());
    return new Pair(keys.getFirst(), AuditorPrivateKey.read(secret));
  }
}
