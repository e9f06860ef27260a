package dev.gatehouse.policies.limit;

import dev.gatehouse.policies.limit.LimitStore.Need;
import dev.gatehouse.policies.limit.LimitStore.Taking;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The limits of a gateway, whatever its policies: it outlives them, so that a reload forgets
 * nothing.
 *
 * <p>Counts are named by a digest with a secret key of the rule, the limit's {@link
 * Limit.Counted#shape shape} and the values that it counts by. Thread-safe.
 */
public final class Limits {
  private static final String ALGORITHM = "HmacSHA256";

  /** No two names will meet in so many bytes of a digest. */
  private static final int NAME_BYTES = 18;

  private static final int SECRET_BYTES = 32;

  private static final Limits ENDLESS =
      new Limits(new EndlessStore(), new SecretKeySpec(new byte[SECRET_BYTES], ALGORITHM));

  private final LimitStore store;
  private final SecretKey secret;

  /**
   * Limits whose counts lie in this store.
   *
   * @param secret that names are hashed with; the same wherever the store is shared
   */
  public Limits(LimitStore store, SecretKey secret) {
    this.store = store;
    this.secret = secret;
  }

  /** Takes whatever is asked for. */
  private static final class EndlessStore implements LimitStore {
    @Override
    public Taking take(List<Need> needs) {
      return new Taking.Taken(Lease.none());
    }

    @Override
    public Taking look(List<Need> needs) {
      return new Taking.Taken(Lease.none());
    }

    @Override
    public void close() {
      // There is nothing to keep.
    }
  }

  /** Limits that are counted in memory and forgotten with it. */
  public static Limits inMemory(InstantSource clock) {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Limits(new MemoryLimitStore(clock), new SecretKeySpec(bytes, ALGORITHM));
  }

  /** Limits that are never reached and count nothing. */
  public static Limits endless() {
    return ENDLESS;
  }

  /**
   * One call's share of a limit.
   *
   * @param rule whose limit it is
   * @param by what the rule says that it counts by
   * @param values of the call under that
   * @param caller who makes the call
   */
  public Need need(
      String rule, Limit.Counted limit, String by, List<String> values, String caller) {
    Mac mac = mac();
    for (String part : List.of("count", rule, limit.shape(), by)) {
      update(mac, part);
    }
    values.forEach(value -> update(mac, value));
    String name = text(mac.doFinal());
    update(mac, "owner");
    update(mac, caller);
    return new Need(limit, name, text(mac.doFinal()));
  }

  /** Takes all needs of a call, or none. */
  public Taking take(List<Need> needs) {
    return needs.isEmpty() ? new Taking.Taken(Lease.none()) : store.take(ordered(needs));
  }

  /** What would become of the needs of a call if they were taken now; takes nothing. */
  public Taking look(List<Need> needs) {
    return needs.isEmpty() ? new Taking.Taken(Lease.none()) : store.look(ordered(needs));
  }

  /** In one order, so that two calls never wait for each other. */
  private static List<Need> ordered(List<Need> needs) {
    SortedMap<String, Need> byName = new TreeMap<>();
    needs.forEach(need -> byName.putIfAbsent(need.name(), need));
    return List.copyOf(byName.values());
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }

  /** With its length before it, so that no two lists of texts run together into one. */
  private static void update(Mac mac, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) ':');
    mac.update(bytes);
  }

  private static String text(byte[] digest) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, NAME_BYTES));
  }
}
