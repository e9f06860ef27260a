package dev.gatehouse.gateway.approval;

import java.time.Instant;

/**
 * One use of a grant.
 *
 * @param exchange whose call it is
 * @param outcome {@link #RUNNING}, {@link #REPLIED}, {@link #FAILED}, {@link #UNKNOWN}, or {@link
 *     #ASKS} and what names the question
 * @param node the gateway and its start, as in {@code gateway-1/01J…}
 */
public record Run(String exchange, Instant at, String outcome, String node) {
  /** It is under way. */
  public static final String RUNNING = "running";

  /** The upstream answered. */
  public static final String REPLIED = "replied";

  /** It is known that nothing came of it. */
  public static final String FAILED = "failed";

  /** What an outcome begins with while the upstream waits for an answer of the client's. */
  public static final String ASKS = "asks:";

  /** It may have run, and may have not. */
  public static final String UNKNOWN = "unknown";

  boolean isRunning() {
    return outcome.equals(RUNNING);
  }

  Run ended(String how) {
    return new Run(exchange, at, how, node);
  }
}
