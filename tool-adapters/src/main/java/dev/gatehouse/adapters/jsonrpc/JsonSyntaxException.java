package dev.gatehouse.adapters.jsonrpc;

/**
 * A text that is not one well-formed JSON value within its limits.
 *
 * <p>The message says what was wrong and where, and never repeats the text.
 */
public final class JsonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  JsonSyntaxException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What was wrong and where. */
  public String problem() {
    return problem;
  }
}
