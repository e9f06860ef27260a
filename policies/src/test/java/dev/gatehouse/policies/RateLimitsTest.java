package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.RateLimits.Bucket;
import dev.gatehouse.policies.RateLimits.Exceeded;
import dev.gatehouse.policies.RateLimits.Need;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final SettableClock clock = new SettableClock();
  private final RateLimits limits = new RateLimits(clock);

  @Test
  void letsNoMoreThroughInAnyTimeThanTheRateAndItsBurst() {
    int passed = 0;
    for (int i = 0; i < 600; i++) {
      passed += take("a", "t", 10, Duration.ofSeconds(60)).isEmpty() ? 1 : 0;
      clock.advance(Duration.ofMillis(100));
    }

    assertEquals(19, passed, "10 at once, then one each 6 seconds");
  }

  @Test
  void takesOfAllLimitsOrOfNone() {
    Need few = need("a", "few", 1, Duration.ofSeconds(60));
    Need many = need("a", "many", 2, Duration.ofSeconds(60));

    assertTrue(limits.take(List.of(few, many)).isEmpty());
    assertEquals(Optional.of(few), limits.take(List.of(few, many)).map(Exceeded::need));
    assertTrue(limits.take(List.of(many)).isEmpty(), "the failed attempt took nothing");
  }

  @Test
  void neverWaitsLongerThanTheTimeWhenTheClockIsSetBack() {
    take("a", "t", 1, Duration.ofSeconds(60));
    clock.advance(Duration.ofDays(-1));

    Optional<Exceeded> exceeded = take("a", "t", 1, Duration.ofSeconds(60));

    assertEquals(Optional.of(Duration.ofSeconds(60)), exceeded.map(Exceeded::retryAfter));
    clock.advance(Duration.ofSeconds(60));
    assertTrue(take("a", "t", 1, Duration.ofSeconds(60)).isPresent());
  }

  @Test
  void keepsOnePrincipalFromFillingTheMemory() {
    Duration minute = Duration.ofSeconds(60);
    for (int i = 0; i < RateLimits.BUCKETS_PER_PRINCIPAL_MAX; i++) {
      assertTrue(take("a", "t" + i, 5, minute).isEmpty());
    }

    assertTrue(take("a", "one more", 5, minute).isPresent());
    assertTrue(take("b", "t", 5, minute).isEmpty(), "others are not kept");
    clock.advance(minute);
    assertTrue(take("a", "one more", 5, minute).isEmpty(), "full buckets are forgotten");
  }

  private Optional<Exceeded> take(String principal, String target, int calls, Duration per) {
    return limits.take(List.of(need(principal, target, calls, per)));
  }

  private static Need need(String principal, String target, int calls, Duration per) {
    Reason reason = new Reason("r", "limit", "x");
    return new Need(
        new Bucket("r", principal, target), new Verb.Limit(new Rate(calls, per), reason, reason));
  }
}
