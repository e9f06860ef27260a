package dev.gatehouse.recordings.timestamp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.recordings.timestamp.TestCertificates.Usage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
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
}
