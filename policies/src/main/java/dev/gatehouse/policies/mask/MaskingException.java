package dev.gatehouse.policies.mask;

/**
 * Something that a policy hides could not be hidden: a detector failed, or a value got no name.
 *
 * <p>What was to be masked must not pass, nor be stored. The message holds nothing of it.
 */
public final class MaskingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** For this reason, which holds nothing of what was to be masked. */
  public MaskingException(String reason) {
    super(reason);
  }

  /** For this reason, with what led to it. */
  public MaskingException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
