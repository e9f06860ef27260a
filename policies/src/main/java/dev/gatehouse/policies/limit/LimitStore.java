package dev.gatehouse.policies.limit;

import java.time.Duration;
import java.util.List;

/**
 * Where counts lie.
 *
 * <p>Guarantee: of the needs of a call all are taken or none, also when others take at the same
 * moment. Thread-safe. A store that cannot tell says so, and never lets pass what it cannot count.
 */
public interface LimitStore extends AutoCloseable {
  /** The most counts that one owner begins: ever new names cannot crowd out what others count. */
  int COUNTS_PER_OWNER_MAX = 1_000;

  /**
   * One call's share of a limit.
   *
   * <p>Shape: name and owner are digests with a key, in base64url, and hold nothing of a call.
   *
   * @param name of the count
   * @param owner who is charged with the count's memory if it begins now: the caller
   */
  record Need(Limit.Counted limit, String name, String owner) {}

  /** What became of the needs of a call. */
  sealed interface Taking {
    /** All are met; the places that the call takes up are the lease's. */
    record Taken(Lease lease) implements Taking {}

    /**
     * Nothing was taken, because of this one.
     *
     * @param retryAfter when the call may pass, as far as this limit goes; at least 1 ms
     */
    record Exceeded(Need need, Duration retryAfter) implements Taking {}

    /**
     * Nothing is known.
     *
     * @param why one line for operators, without anything of the call
     */
    record Unknown(String why) implements Taking {}
  }

  /**
   * Takes all needs, or none and says which of them keeps the call longest.
   *
   * @param needs of one call, each with another name
   */
  Taking take(List<Need> needs);

  /**
   * What {@link #take} would say now. Takes nothing, and holds nothing for later: the lease is of
   * nothing.
   */
  Taking look(List<Need> needs);

  /** Keeps what is still to be kept; nothing may be taken any more. */
  @Override
  void close();
}
