package dev.gatehouse.gateway.seal;

/** A file that does not hold the key that was asked for; the message says what it holds instead. */
public final class KeyFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /** With what is wrong, to be put behind the file's name. */
  public KeyFileException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong: text that holds nothing of the key. */
  public String problem() {
    return problem;
  }
}
