package dev.gatehouse.recordings.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TimeStampRequestGenerator;

/**
 * Asks time-stamping authorities to stamp checkpoints. Immutable, thread-safe.
 *
 * <p>Guarantee: nothing of the log goes out but the SHA-256 of the note. Source: RFC 3161 §2.4,
 * §3.4.
 */
public final class TimestampClient {
  /** An authority answers in well under a second. */
  public static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final int NONCE_BITS = 64;

  private final SecureRandom random;
  private final Duration deadline;

  public TimestampClient(SecureRandom random, Duration deadline) {
    this.random = random;
    this.deadline = deadline;
  }

  /**
   * Has {@code note}, the bytes of a signed checkpoint, stamped by the authority at {@code tsa}.
   *
   * <p>Returns after the deadline at the latest. Errors: {@link IllegalArgumentException} where
   * {@code tsa} is no HTTP address. When interrupted: unreachable, and the flag is set.
   */
  public StampOutcome request(URI tsa, byte[] note) {
    if (tsa.getHost() == null || !Set.of("http", "https").contains(tsa.getScheme())) {
      throw new IllegalArgumentException("time-stamping authority expected at http or https");
    }
    BigInteger nonce = new BigInteger(NONCE_BITS, random);
    byte[] answer;
    try {
      answer = TimestampPost.send(tsa, query(note, nonce), deadline);
    } catch (IOException e) {
      return new StampOutcome.Unreachable(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new StampOutcome.Unreachable("interrupted");
    }
    try {
      return new StampOutcome.Stamped(TimestampToken.ofAnswer(answer, note, nonce));
    } catch (TimestampException e) {
      return new StampOutcome.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] query(byte[] note, BigInteger nonce) throws IOException {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(NISTObjectIdentifiers.id_sha256, Sha256.of(note), nonce).getEncoded();
  }
}
