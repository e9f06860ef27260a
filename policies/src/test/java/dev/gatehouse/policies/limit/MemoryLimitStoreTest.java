package dev.gatehouse.policies.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.SettableClock;
import dev.gatehouse.policies.limit.LimitStore.Need;
import dev.gatehouse.policies.limit.LimitStore.Taking;
import dev.gatehouse.policies.limit.MemoryLimitStore.Count;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryLimitStoreTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final SettableClock clock = new SettableClock();
  private final MemoryLimitStore store = new MemoryLimitStore(clock);

  @Test
  void letsNoMoreThroughInAnyTimeThanTheRateAndItsBurst() {
    int passed = 0;
    for (int i = 0; i < 600; i++) {
      passed += passes(rate("a", "t", 10)) ? 1 : 0;
      clock.advance(Duration.ofMillis(100));
    }

    assertEquals(19, passed, "10 at once, then one each 6 seconds");
  }

  @Test
  void takesOfAllLimitsOrOfNone() {
    Need few = rate("a", "few", 1);
    Need many = rate("a", "many", 2);
    Need daily = need("a", "daily", new Limit.Daily(2, BERLIN));
    Need place = need("a", "place", new Limit.Concurrent(2));

    assertTrue(passes(few, many, daily, place));
    assertEquals(few, exceeded(few, many, daily, place).need());
    assertTrue(passes(many, daily, place), "the failed attempt took nothing");
  }

  @Test
  void looksWithoutTaking() {
    Need rate = rate("a", "t", 1);
    Need place = need("a", "place", new Limit.Concurrent(1));
    List<Need> both = List.of(rate, place);
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(Taking.Taken.class, store.look(both)).lease().close();
    }

    assertTrue(passes(rate, place), "nothing was taken before");
    assertEquals(rate, assertInstanceOf(Taking.Exceeded.class, store.look(both)).need());
    clock.advance(MINUTE);
    assertEquals(place, assertInstanceOf(Taking.Exceeded.class, store.look(both)).need());
  }

  @Test
  void neverWaitsLongerThanTheTimeWhenTheClockIsSetBack() {
    assertTrue(passes(rate("a", "t", 1)));
    clock.advance(Duration.ofDays(-1));

    assertEquals(MINUTE, exceeded(rate("a", "t", 1)).retryAfter());
    clock.advance(MINUTE);
    assertTrue(passes(rate("a", "t", 1)));
  }

  @Test
  void countsADayFromMidnightToMidnightOfItsZone() {
    Need need = need("a", "t", new Limit.Daily(1, BERLIN));
    clock.set(Instant.parse("2026-11-23T22:59:00Z"));

    assertTrue(passes(need));
    assertEquals(MINUTE, exceeded(need).retryAfter());
    clock.advance(MINUTE);
    assertTrue(passes(need), "it is midnight in Berlin");
    assertEquals(Duration.ofDays(1), exceeded(need).retryAfter());
  }

  @Test
  void knowsDaysThatAreLongerOrShorter() {
    Need need = need("a", "t", new Limit.Daily(1, BERLIN));

    clock.set(Instant.parse("2026-10-24T22:00:00Z"));
    assertTrue(passes(need));
    assertEquals(Duration.ofHours(25), exceeded(need).retryAfter(), "summer time ends");
    clock.set(Instant.parse("2027-03-27T23:00:00Z"));
    assertTrue(passes(need));
    assertEquals(Duration.ofHours(23), exceeded(need).retryAfter(), "summer time begins");
  }

  @Test
  void givesNoFreshBudgetToAClockThatIsSetBackOverMidnight() {
    Need need = need("a", "t", new Limit.Daily(1, BERLIN));
    clock.set(Instant.parse("2026-11-23T23:00:01Z"));
    assertTrue(passes(need));

    clock.advance(Duration.ofSeconds(-2));

    assertEquals(Duration.ofSeconds(1), exceeded(need).retryAfter());
  }

  @Test
  void letsAnotherInWhenAPlaceIsGivenBackAndOnlyOne() {
    Need need = need("a", "t", new Limit.Concurrent(1));
    Lease lease = lease(need);

    assertEquals(Limit.Concurrent.RETRY_AFTER, exceeded(need).retryAfter());
    lease.close();
    assertTrue(passes(need));
    lease.close();
    exceeded(need);
  }

  @Test
  void tellsTheLongestWait() {
    Need rate = rate("a", "t", 1);
    Need daily = need("a", "d", new Limit.Daily(1, BERLIN));
    assertTrue(passes(rate, daily));

    assertEquals(daily, exceeded(rate, daily).need());
    assertEquals(daily, exceeded(daily, rate).need());
  }

  @Test
  void keepsOnePrincipalFromFillingTheMemory() {
    for (int i = 0; i < LimitStore.COUNTS_PER_OWNER_MAX; i++) {
      assertTrue(passes(rate("a", "t" + i, 5)));
    }

    assertEquals(MINUTE, exceeded(rate("a", "one more", 5)).retryAfter());
    exceeded(need("a", "one more day", new Limit.Daily(5, BERLIN)));
    assertTrue(passes(rate("a", "t0", 5)), "what was begun goes on");
    assertTrue(passes(rate("b", "t", 5)), "others are not kept");
    clock.advance(MINUTE);
    assertTrue(passes(rate("a", "one more", 5)), "full buckets are forgotten");
  }

  @Test
  void goesOnWithWhatWasKept() {
    Need need = rate("a", "t", 1);
    Need daily = need("a", "d", new Limit.Daily(1, BERLIN));
    Need over = rate("a", "over", 1);
    assertTrue(passes(over));
    clock.advance(MINUTE);
    assertTrue(passes(need, daily));
    Map<String, Count> kept = store.counts(List.of(need.name(), daily.name(), over.name()));

    MemoryLimitStore next = new MemoryLimitStore(clock);
    next.restore(kept);

    assertInstanceOf(Taking.Exceeded.class, next.take(List.of(need)));
    assertInstanceOf(Taking.Exceeded.class, next.take(List.of(daily)));
    assertEquals(2, next.counts(kept.keySet()).size(), "what is over is left out");
  }

  private boolean passes(Need... needs) {
    return store.take(List.of(needs)) instanceof Taking.Taken;
  }

  private Lease lease(Need need) {
    return assertInstanceOf(Taking.Taken.class, store.take(List.of(need))).lease();
  }

  private Taking.Exceeded exceeded(Need... needs) {
    return assertInstanceOf(Taking.Exceeded.class, store.take(List.of(needs)));
  }

  private static Need rate(String owner, String name, int calls) {
    return need(owner, name, new Limit.Rate(calls, MINUTE));
  }

  private static Need need(String owner, String name, Limit.Counted limit) {
    return new Need(limit, name + " of " + owner, owner);
  }
}
