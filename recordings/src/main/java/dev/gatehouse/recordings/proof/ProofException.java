package dev.gatehouse.recordings.proof;

/**
 * Says why a proof or a receipt is refused: what in it is not as its form wants, or what it does
 * not show.
 */
public final class ProofException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProofException(String message) {
    super(message);
  }

  public ProofException(String message, Throwable cause) {
    super(message, cause);
  }
}
