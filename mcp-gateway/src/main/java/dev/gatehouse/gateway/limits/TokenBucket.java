package dev.gatehouse.gateway.limits;

import dev.gatehouse.policies.limit.Limit;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.versioning.Versions;
import java.io.IOException;

/**
 * A token bucket as it lies in a row: Bucket4j's form and arithmetic, without its locking, because
 * all buckets of a call are taken in one transaction or none is. Confined to one thread.
 *
 * <p>Units: moments are nanoseconds since 1970, by the clock of whoever holds the row.
 */
final class TokenBucket {
  private final RemoteBucketState state;
  private final long now;

  private TokenBucket(RemoteBucketState state, long now) {
    this.state = state;
    this.now = now;
  }

  /** A full one. */
  static TokenBucket full(Limit.Rate rate, long now) {
    BucketConfiguration configuration = configuration(rate);
    BucketState state =
        BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
    return new TokenBucket(new RemoteBucketState(state, new RemoteStat(0), null), now);
  }

  /** An empty one, for who cannot know better. */
  static TokenBucket empty(Limit.Rate rate, long now) {
    TokenBucket bucket = full(rate, now);
    bucket.state.consume(rate.calls());
    return bucket;
  }

  /** The one that {@link #bytes} gave, at a later moment. */
  static TokenBucket of(Limit.Rate rate, byte[] bytes, long now) throws IOException {
    RemoteBucketState state = new MutableBucketEntry(bytes).get();
    if (!state.getConfiguration().equals(configuration(rate))) {
      throw new IOException("the bucket of another rate");
    }
    state.refillAllBandwidth(now);
    return new TokenBucket(state, now);
  }

  private static BucketConfiguration configuration(Limit.Rate rate) {
    return BucketConfiguration.builder()
        .addLimit(limit -> limit.capacity(rate.calls()).refillGreedy(rate.calls(), rate.per()))
        .build();
  }

  /** How long a call has to wait; 0 if it may pass. */
  long nanosToWait() {
    return state.getAvailableTokens() >= 1
        ? 0
        : state.calculateDelayNanosAfterWillBePossibleToConsume(1, now, false);
  }

  void take() {
    state.consume(1);
  }

  /** When it will be full again, and so as if it had never been. */
  long fullAt() {
    return now + state.calculateFullRefillingTime(now);
  }

  byte[] bytes() {
    return new MutableBucketEntry(state).getStateBytes(Versions.getLatest());
  }
}
