package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.proof.Receipt;
import java.util.Optional;

/**
 * What is to be verified, and against what. Immutable.
 *
 * <p>Units and ranges: {@code key} is the verifier key ({@code name+id+key}) to trust and no other;
 * without it the one found is used, with a warning. {@code receipt} is one that the log must keep.
 */
public record VerificationOrder(Depth depth, Optional<String> key, Optional<Receipt> receipt) {

  /** Everything, with the key that is found. */
  public static VerificationOrder everything() {
    return new VerificationOrder(Depth.EVERYTHING, Optional.empty(), Optional.empty());
  }

  /** The same as far as {@code other} goes. */
  public VerificationOrder as(Depth other) {
    return new VerificationOrder(other, key, receipt);
  }

  /** The same with {@code verifierKey} to trust. */
  public VerificationOrder trusting(String verifierKey) {
    return new VerificationOrder(depth, Optional.of(verifierKey.strip()), receipt);
  }

  /** The same, and the log must have what {@code expected} says. */
  public VerificationOrder expecting(Receipt expected) {
    return new VerificationOrder(depth, key, Optional.of(expected));
  }
}
