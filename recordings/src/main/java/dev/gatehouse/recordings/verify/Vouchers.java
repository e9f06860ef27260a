package dev.gatehouse.recordings.verify;

import java.time.Instant;
import java.util.List;

/** Who vouches for a verified log, and since when. */
public record Vouchers(
    List<SignedRange> keys, List<Witnessed> witnesses, List<Stamped> timestamps) {
  public Vouchers {
    keys = List.copyOf(keys);
    witnesses = List.copyOf(witnesses);
    timestamps = List.copyOf(timestamps);
  }

  /** The entries before {@code untilSize} and from {@code fromSize} on were signed by this key. */
  public record SignedRange(String key, long fromSize, long untilSize) {}

  /**
   * A witness that cosigned the log, as name and key id: the last time at which it did, the size of
   * the log that it saw then, and how often it did.
   */
  public record Witnessed(String name, Instant time, long size, long count) {}

  /**
   * A timestamp by the authority {@code source} over the log's first {@code size} entries; {@code
   * certificate} is the SHA-256, in hex, of the certificate that signed it.
   */
  public record Stamped(String source, String certificate, Instant time, long size, long entry) {}
}
