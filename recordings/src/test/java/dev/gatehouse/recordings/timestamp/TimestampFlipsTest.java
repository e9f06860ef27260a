package dev.gatehouse.recordings.timestamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gatehouse.recordings.timestamp.TestCertificates.Usage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No bit of a response can be another. */
class TimestampFlipsTest {
  private static final byte[] NOTE = "example.com/log\n8\nroot=\n\n— x\n".getBytes(UTF_8);

  private interface Check {
    TimestampToken verify(byte[] response) throws TimestampException;
  }

  private static List<Integer> acceptedFlips(byte[] response, int step, Check check)
      throws TimestampException {
    check.verify(response);
    List<Integer> accepted = new ArrayList<>();
    for (int bit = 0; bit < response.length * 8; bit += step) {
      byte[] flipped = response.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        check.verify(flipped);
        accepted.add(bit);
      } catch (TimestampException e) {
        // As it should be.
      }
    }
    return accepted;
  }

  @Test
  void refusesEverySingleBitFlip() throws TimestampException {
    TestCertificates certificates = new TestCertificates("RSA");
    byte[] response = new TokenForge(certificates.timestamper()).response(NOTE, BigInteger.TEN);
    assertEquals(
        List.of(), acceptedFlips(response, 1, flipped -> TimestampToken.verify(flipped, NOTE)));
  }

  /** Seven is less than eight, and prime to it: each byte has a flip, and each place in a byte. */
  @Test
  void refusesFlipsInAChainThatLeadsToAnAnchor() throws TimestampException {
    TestCertificates certificates = new TestCertificates("EC");
    TrustAnchors anchors = certificates.anchors();
    TestCertificates.Issued intermediate =
        certificates.issue(certificates.root(), Usage.AUTHORITY, TestCertificates.NOT_AFTER);
    TestCertificates.Issued signer =
        certificates.issue(intermediate, Usage.TIME_STAMPING, TestCertificates.NOT_AFTER);
    byte[] response =
        new TokenForge(signer).with(intermediate.certificate()).response(NOTE, BigInteger.TEN);
    assertEquals(
        List.of(),
        acceptedFlips(response, 7, flipped -> TimestampToken.verify(flipped, NOTE, anchors)));
  }

  /** Pieces of a response put, repeated or left out where they do not belong. */
  @Test
  void refusesWhatIsPutTogetherAnyhow() throws TimestampException {
    byte[] response =
        new TokenForge(new TestCertificates("EC").timestamper()).response(NOTE, BigInteger.TEN);
    TimestampToken.verify(response, NOTE);
    Random random = new Random(3161);
    for (int i = 0; i < 3_000; i++) {
      int from = random.nextInt(response.length);
      int to = from + random.nextInt(Math.min(40, response.length - from));
      int at = random.nextInt(response.length);
      byte[] changed = random.nextBoolean() ? cut(response, from, to) : response.clone();
      byte[] piece = Arrays.copyOfRange(response, from, to);
      byte[] spliced = splice(changed, Math.min(at, changed.length), piece);
      if (!Arrays.equals(spliced, response)) {
        assertThrows(TimestampException.class, () -> TimestampToken.verify(spliced, NOTE));
      }
    }
  }

  private static byte[] cut(byte[] whole, int from, int to) {
    return splice(Arrays.copyOf(whole, from), from, Arrays.copyOfRange(whole, to, whole.length));
  }

  private static byte[] splice(byte[] whole, int at, byte[] piece) {
    byte[] spliced = Arrays.copyOf(whole, whole.length + piece.length);
    System.arraycopy(piece, 0, spliced, at, piece.length);
    System.arraycopy(whole, at, spliced, at + piece.length, whole.length - at);
    return spliced;
  }
}
