package dev.gatehouse.recordings.witness;

/**
 * What a witness answers, as HTTP says it: status, {@code Content-Type}, body.
 *
 * <p>Source: C2SP tlog-witness v1.0.0, "HTTP Interface".
 */
public record WitnessResponse(int status, String contentType, String body) {
  /** The type of a body that says how large the witness's tree is. */
  static final String SIZE_TYPE = "text/x.tlog.size";

  static final int OK = 200;
  static final int MALFORMED = 400;
  static final int UNTRUSTED = 403;
  static final int UNKNOWN = 404;
  static final int CONFLICT = 409;
  static final int INCONSISTENT = 422;
  static final int FAILED = 500;

  static WitnessResponse text(int status, String body) {
    return new WitnessResponse(status, "text/plain; charset=utf-8", body);
  }

  static WitnessResponse refusal(int status, String reason) {
    return text(status, reason + "\n");
  }

  /** Says that the request began from another size than the last one that was cosigned. */
  static WitnessResponse conflict(long size) {
    return new WitnessResponse(CONFLICT, SIZE_TYPE, size + "\n");
  }
}
