package dev.gatehouse.policies.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gatehouse.policies.SettableClock;
import dev.gatehouse.policies.limit.LimitStore.Need;
import dev.gatehouse.policies.limit.LimitStore.Taking;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Limit.Rate RATE = new Limit.Rate(5, Duration.ofMinutes(1));

  private final Limits limits = limits("secret");

  @Test
  void namesACountByRuleShapeAndValues() {
    Need need = need(RATE, "principal", "ada");

    assertEquals(need.name(), need(RATE, "principal", "ada").name());
    assertNotEquals(need.name(), need(RATE, "principal", "bob").name());
    assertNotEquals(need.name(), need(RATE, "tool", "ada").name());
    assertNotEquals(need.name(), need(RATE, "principal", "ad", "a").name());
    assertNotEquals(
        need.name(), limits.need("s", RATE, "principal", List.of("ada"), "caller").name());
  }

  @Test
  void beginsAChangedRateAnewButGoesOnWithABudgetOfAnotherSize() {
    ZoneId utc = ZoneId.of("UTC");

    assertNotEquals(
        need(RATE, "tool", "t").name(), need(new Limit.Rate(6, RATE.per()), "tool", "t").name());
    assertEquals(
        need(new Limit.Daily(1, utc), "tool", "t").name(),
        need(new Limit.Daily(2, utc), "tool", "t").name());
    assertNotEquals(
        need(new Limit.Daily(1, utc), "tool", "t").name(),
        need(new Limit.Daily(1, ZoneId.of("Asia/Tokyo")), "tool", "t").name());
    assertEquals(
        need(new Limit.Concurrent(1), "tool", "t").name(),
        need(new Limit.Concurrent(2), "tool", "t").name());
  }

  @Test
  void saysNothingOfTheCallAndNothingThatCanBeGuessedWithoutTheSecret() {
    Need need = need(RATE, "args.customer", "c-17");

    assertFalse(need.toString().contains("c-17"), need::toString);
    assertNotEquals(
        need.name(),
        limits("another").need("r", RATE, "args.customer", List.of("c-17"), "caller").name());
  }

  @Test
  void takesOneShareOfACountThatIsNeededTwice() {
    Need need = need(new Limit.Daily(2, ZoneId.of("UTC")), "tool", "t");

    assertInstanceOf(Taking.Taken.class, limits.take(List.of(need, need)));
    assertInstanceOf(Taking.Taken.class, limits.take(List.of(need, need)));
    assertInstanceOf(Taking.Exceeded.class, limits.take(List.of(need, need)));
  }

  @Test
  void takesNothingForNoNeeds() {
    assertInstanceOf(Taking.Taken.class, limits.take(List.of()));
  }

  private static Limits limits(String secret) {
    return new Limits(
        new MemoryLimitStore(new SettableClock()),
        new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
  }

  private Need need(Limit.Counted limit, String by, String... values) {
    return limits.need("r", limit, by, List.of(values), "caller");
  }
}
